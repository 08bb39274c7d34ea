// As README.md says: its condition `edge-light` has files for Vercel, which Jest cannot load.
module.exports = {
  testEnvironment: "@edge-runtime/jest-environment",
  moduleNameMapper: {
    "^bpc-checkout$": require.resolve("bpc-checkout"),
    "^bpc-checkout/sandbox$": require.resolve("bpc-checkout/sandbox"),
  },
};
