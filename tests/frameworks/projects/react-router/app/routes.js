import { index, route } from "@react-router/dev/routes";

export default [index("routes/home.jsx"), route("buy", "routes/buy.js"), route("return", "routes/return.js")];
