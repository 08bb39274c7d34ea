/** The bank, from the runtime configuration of this request. */
export function gatewayOf(event) {
  const { gatewayUrl, gatewayUser, gatewayPassword, returnKey } = useRuntimeConfig(event);
  return { baseUrl: gatewayUrl, userName: gatewayUser, password: gatewayPassword, returnKey };
}
