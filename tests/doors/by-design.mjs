// The tests of the conformance suite that only one door can meet, and why. A test that is listed and passes all the same is
// reported: the list must not be longer than it has to be.

export const BY_DESIGN = {
  npm: {},
  "wasm-pack": {
    "an instance that trapped is not asked again, even where there is no room for another":
      "wasm-pack's output has no way to a fresh instance; the one that trapped goes on (see src/js/guard.rs)",
  },
};
