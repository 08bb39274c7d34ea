/** The options of a sandbox that answers as your bank does. */
export const SANDBOX = { profile: "dsk" };

/** The store's environment. */
export const SETTINGS = {
  GATEWAY_USER: "test_user",
  GATEWAY_PASSWORD: "test_user_password",
  RETURN_KEY: "a key for tests only",
  CALLBACK_SECRET: "test_callback_secret",
};

/** What a customer types into the form. */
export const FORM = {};
