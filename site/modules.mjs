/** The modules of the reference, in the order of the navigation: the file of npm/, and what a program imports. */
export const MODULES = {
  index: "bpc-checkout",
  money: "bpc-checkout/money",
  desk: "bpc-checkout/desk",
  codes: "bpc-checkout/codes",
  messages: "bpc-checkout/messages",
  sandbox: "bpc-checkout/sandbox",
};
