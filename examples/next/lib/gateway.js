/** The bank. A function, because a Worker has its secrets only while it answers a request. */
export const gateway = () => ({
  baseUrl: process.env.GATEWAY_URL,
  userName: process.env.GATEWAY_USER,
  password: process.env.GATEWAY_PASSWORD,
  returnKey: process.env.RETURN_KEY,
});
