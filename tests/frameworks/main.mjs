import * as lib from "bpc-checkout";
import { formatAmount } from "bpc-checkout/money";
import { Sandbox } from "bpc-checkout/sandbox";
import { purchase } from "./purchase.mjs";

purchase(lib, Sandbox, formatAmount).then((outcome) => console.log(outcome));
