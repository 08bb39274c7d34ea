export const gatewayOf = ({ env }) => ({
  baseUrl: env.GATEWAY_URL,
  userName: env.GATEWAY_USER,
  password: env.GATEWAY_PASSWORD,
  returnKey: env.RETURN_KEY,
});
