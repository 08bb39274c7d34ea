/** What `cargo xtask build` generates as `sandbox-inline.js`: the module's bytes as base64. */
declare const base64: string;
export default base64;
