import { GATEWAY_PASSWORD, GATEWAY_URL, GATEWAY_USER, RETURN_KEY } from "astro:env/server";

export const gateway = {
  baseUrl: GATEWAY_URL,
  userName: GATEWAY_USER,
  password: GATEWAY_PASSWORD,
  returnKey: RETURN_KEY,
};
