export const gatewayOf = (event) => {
  const env = event.context.cloudflare.env;
  return {
    baseUrl: env.GATEWAY_URL,
    userName: env.GATEWAY_USER,
    password: env.GATEWAY_PASSWORD,
    returnKey: env.RETURN_KEY,
  };
};
