import { env } from "$env/dynamic/private";

export const gateway = () => ({
  baseUrl: env.GATEWAY_URL,
  userName: env.GATEWAY_USER,
  password: env.GATEWAY_PASSWORD,
  returnKey: env.RETURN_KEY,
});
