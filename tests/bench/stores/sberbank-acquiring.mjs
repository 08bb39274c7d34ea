import Acquiring from "sberbank-acquiring";

export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    const credentials = { userName: env.GATEWAY_USER, password: env.GATEWAY_PASSWORD };
    const acquiring = new Acquiring(credentials, `${url.origin}/return`);
    if (request.method === "POST" && url.pathname === "/buy") {
      const { formUrl } = await acquiring.register(crypto.randomUUID(), 20);
      return Response.redirect(formUrl, 303);
    }
    if (url.pathname === "/return") return new Response(await acquiring.status(url.searchParams.get("orderId")));
    return new Response("Not found", { status: 404 });
  },
};
