// What every client goes through: an order is registered, refused a second time, asked for, paid by a customer and asked
// for again; and the two questions that have no good answer.

import { payOnPage, RETURN_URL } from "./sandbox.mjs";

const ACCOUNT = { userName: "test_user", password: "test_user_password" };
/** Minor units: enough for the installation that asks 50 dinars at least. */
const AMOUNT = 19_990;
const UNKNOWN_ORDER = "0f3b1c7e-5a42-7d19-9c60-1f2e3d4c5b6a";

/** Something a client did not do as it should: the step, and what it said. */
export class Broken extends Error {}

let numbers = 0;

/** Short enough for the installation that takes ten characters, and unique within a run. */
const nextNumber = () => `P${String(++numbers).padStart(6, "0")}`;

/** The steps in their order; each gets what the earlier ones left, and fails by throwing. */
const STEPS = {
  async "registers an order"(run) {
    run.order = { orderNumber: nextNumber(), amount: AMOUNT };
    const reply = await run.client.register(run.order);
    expect(!("refused" in reply) && reply.orderId && reply.formUrl?.startsWith(run.sandbox.origin), reply);
    Object.assign(run, reply);
    const [known] = await run.sandbox.orders();
    const arrived =
      known.orderId === reply.orderId && known.orderNumber === run.order.orderNumber && known.amount === AMOUNT;
    expect(arrived, { arrived: known });
  },
  async "sees that it is not paid"(run) {
    const reply = await run.client.status(run.orderId);
    expect(reply.orderStatus === 0 && reply.paid !== true, reply);
  },
  async "is refused the same number again"(run) {
    const reply = await run.client.register(run.order);
    expect(reply.refused === 1, reply);
  },
  async "sees it paid once the customer has paid"(run) {
    const address = new URL(await payOnPage(run.formUrl));
    const home = address.href.startsWith(RETURN_URL) && address.searchParams.get("orderId") === run.orderId;
    expect(home, { returnedTo: address.href });
    const reply = await run.client.status(run.orderId);
    expect(reply.orderStatus === 2 && reply.paid !== false, reply);
  },
  async "is told of an order that does not exist"(run) {
    const reply = await run.client.status(UNKNOWN_ORDER);
    expect(reply.refused === 6, reply);
  },
  async "is refused with a wrong password"(run) {
    const stranger = run.connect({ ...run.account, password: "wrong" });
    const replies = [
      await stranger.register({ ...run.order, orderNumber: nextNumber() }),
      await stranger.status(run.orderId),
    ];
    // Where the gateway answers 401 without looking, a client says so in words of its own.
    for (const reply of replies) expect(run.deniedByHttp ? "refused" in reply : reply.refused === 5, reply);
  },
};

/** Takes one client through all steps against one sandbox; throws `Broken` at the first that does not work. */
export async function play(connect, sandbox, { currency, params, cart, deniedByHttp }) {
  const account = { ...ACCOUNT, root: sandbox.root, origin: sandbox.origin, currency, params, cart };
  const run = { connect, sandbox, account, deniedByHttp, client: connect(account) };
  for (const [name, step] of Object.entries(STEPS)) {
    try {
      await step(run);
    } catch (error) {
      throw new Broken(`${name}: ${error.message}`);
    }
  }
}

/** `said` is what the client handed out, for the reason of a failure. */
function expect(condition, said) {
  if (!condition) throw new Error(JSON.stringify(said)?.slice(0, 200) ?? "nothing");
}
