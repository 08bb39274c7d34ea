// The conformance suite: what the package promises on every runtime. Nothing here comes from a runtime's own library.

import { runAll } from "./harness.mjs";
import "./harness.test.mjs";
import "./money.test.mjs";
import "./register.test.mjs";
import "./replies.test.mjs";
import "./vectors.test.mjs";
import "./transport.test.mjs";
import "./failures.test.mjs";
import "./verify.test.mjs";
import "./messages.test.mjs";
import "./lifecycle.test.mjs";
import "./after-payment.test.mjs";
import "./callback.test.mjs";
import "./banks.test.mjs";
import "./walks.test.mjs";
import "./foreign.test.mjs";
import "./options.test.mjs";
import "./observer.test.mjs";
import "./hostile.test.mjs";
import "./page.test.mjs";
import "./panic.test.mjs";
import "./concurrency.test.mjs";
import "./lost.test.mjs";
import "./secrets.test.mjs";
import "./sandbox.test.mjs";
import "./http.test.mjs";

export { runAll };
