// As docs/testing.md says.
import { createRequire } from "node:module";

const { Sandbox } = createRequire(import.meta.url)("bpc-checkout/sandbox");

export default ({ provide }) => provide("restRoot", new Sandbox().baseUrl);
