// Holds what the library makes of one reply against everything that its row says. Used for our own vectors and for recorded replies.

const MUGS = ["M-204", 4550, "EUR"];

export async function judge(lib, row, gateway, { equal, ok }) {
  const name = row.name ?? row.file;
  const register = () =>
    lib.register({ amount: 100, currency: "EUR", returnUrl: "https://shop.example/r", orderNumber: null }, gateway);
  const status = () => lib.status({ orderId: "any" }, gateway);
  if (row.registered) {
    const registration = await register();
    ok(registration.orderId && registration.formUrl, name);
    contains(equal, registration, row.registered, name);
  } else if (row.report) {
    const report = await status();
    contains(equal, report, row.report, name);
    contains(equal, report.raw, row.raw ?? {}, `${name}: raw`);
    const [orderNumber, amount, currency] = row.expected ?? MUGS;
    const verdict = await lib.verify({ orderId: report.orderId ?? "any", orderNumber, amount, currency }, gateway);
    if (row.outcome) equal(verdict.outcome, row.outcome, name);
  } else {
    const isRefusal = row.http >= 400 && row.http < 500;
    const only = row.accepted ? "status" : (row.call ?? name.split(":")[0]);
    const calls = { register: [register], status: [status] }[only] ?? [register, status];
    for (const call of calls) {
      const error = await call().then(
        () => undefined,
        (error) => error,
      );
      ok(lib.isCheckoutError(error), `${name}: ${error}`);
      if (row.refused !== undefined) equal(error.gateway?.errorCode, row.refused, name);
      else equal(error.code, call === status || isRefusal ? "malformed_reply" : "outcome_unknown", name);
      if (row.malformed) equal(error.httpStatus, row.http ?? 200, name);
      if (row.code) equal(error.code, row.code, name);
    }
  }
}

/** Everything that is wanted is there; more may be. */
function contains(equal, found, wanted, name) {
  for (const [key, value] of Object.entries(wanted)) {
    if (typeof value === "object" && value !== null) {
      if (Array.isArray(value)) equal(found?.[key]?.length, value.length, `${name}: ${key}`);
      contains(equal, found?.[key], value, `${name}: ${key}`);
    } else {
      equal(found?.[key], value, `${name}: ${key}`);
    }
  }
}
