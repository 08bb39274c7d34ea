// Written by `UPDATE=1 cargo nextest run --test banks`.

import alfa_belarus from "./walks/alfa-belarus.mjs";
import alfa_russia from "./walks/alfa-russia.mjs";
import arca from "./walks/arca.mjs";
import arca_epg from "./walks/arca-epg.mjs";
import banca_transilvania from "./walks/banca-transilvania.mjs";
import bank_of_the_cook_islands from "./walks/bank-of-the-cook-islands.mjs";
import belize_bank from "./walks/belize-bank.mjs";
import bereke from "./walks/bereke.mjs";
import bpc_sandbox from "./walks/bpc-sandbox.mjs";
import clictopay from "./walks/clictopay.mjs";
import credibanco from "./walks/credibanco.mjs";
import dsk from "./walks/dsk.mjs";
import inecobank from "./walks/inecobank.mjs";
import ing_romania from "./walks/ing-romania.mjs";
import jcc from "./walks/jcc.mjs";
import meezan from "./walks/meezan.mjs";
import satim from "./walks/satim.mjs";
import sberbank from "./walks/sberbank.mjs";
import sberbank_ecom from "./walks/sberbank-ecom.mjs";
import vtb from "./walks/vtb.mjs";
import vtb_kazakhstan from "./walks/vtb-kazakhstan.mjs";
import yookassa_test from "./walks/yookassa-test.mjs";

export default [
  alfa_belarus,
  alfa_russia,
  arca,
  arca_epg,
  banca_transilvania,
  bank_of_the_cook_islands,
  belize_bank,
  bereke,
  bpc_sandbox,
  clictopay,
  credibanco,
  dsk,
  inecobank,
  ing_romania,
  jcc,
  meezan,
  satim,
  sberbank,
  sberbank_ecom,
  vtb,
  vtb_kazakhstan,
  yookassa_test,
];
