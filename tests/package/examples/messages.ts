// Languages are imported; `next` says what to do, and narrows to the fields that exist.
import { verify, type CodeClass, type Gateway, type Messages, type Next, type Retry, type Verdict } from "bpc-checkout";
import { actionCode, type ActionCode } from "bpc-checkout/codes";
import { bancaTransilvaniaRo, fr, ro, type LanguageMessages } from "bpc-checkout/messages";

declare const env: Record<"URL" | "USER" | "PASSWORD", string>;

const romanian: LanguageMessages = ro;
const messages: readonly Messages[] = [romanian, fr, bancaTransilvaniaRo];
const gateway: Gateway = { baseUrl: env.URL, userName: env.USER, password: env.PASSWORD, language: "ro", messages };

export const page = async (): Promise<string> => {
  const verdict = await verify({ orderNumber: "A-1001", amount: 2000, currency: "RON" }, gateway);
  return `<p lang="${verdict.messageLanguage}" dir="${verdict.messageDirection}">${verdict.message}</p>`;
};

export function act(verdict: Verdict): string {
  const next: Next = verdict.next;
  if (verdict.outcome === "pending") return `ask again in ${verdict.next.inMs / 1000} s`;
  if (verdict.outcome === "open" && verdict.next.action === "offer_retry")
    return verdict.next.sameCard ? "same" : "other";
  if (verdict.outcome === "declined") return verdict.decline?.retry ?? "nothing may be tried";
  return next.action;
}

// @ts-expect-error a language is an object of the package, not its name
export const named: Gateway = { ...gateway, messages: ["ro"] };
// @ts-expect-error only a paid order is fulfilled
export const never = (verdict: Extract<Verdict, { outcome: "held" }>) => verdict.next.action === "fulfil";

/** The explained code has the class and the advice of the verdict's decline. */
export const explained = (code: number, lang: string): { class: CodeClass; retry: Retry | null } =>
  actionCode(code, lang);
export const same = (
  verdict: Extract<Verdict, { outcome: "declined" }>,
): Pick<ActionCode, "code" | "class" | "retry"> | null => verdict.decline;
// @ts-expect-error a code is a number or its digits
actionCode(null);
