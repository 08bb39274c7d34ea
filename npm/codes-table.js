// The response codes: code (at a bank's list), meaning, and what the store's staff should know. One line for each.
//
// Sources: the vendor's REST reference, and the code lists in the banks' integration guides and published clients. The words are
// this package's own.

export const TABLE = `
-30001 uncertain The bank is still establishing the result. Ask for the status again. Nobody may pay this order again until then.
-20010 limit The amount is above a limit that the issuer has set for the card.
-9000 in_progress The attempt was started and has no result yet.
-5031 unknown_card The subscription of the fast payment system (SBP) was not found. The order stays open.
-3003 technical The gateway does not know the reason. Look the order up at the bank if it happens again.
-2200 technical The gateway could not get a network token or cryptogram for the card.
-2102 shop_filter A filter of the shop or its bank stopped the payment because of the passenger's name.
-2101 shop_filter A filter of the shop or its bank stopped the payment because of the customer's e-mail address.
-2029 in_progress The payment through the fast payment system (SBP) was not completed. Ask for the status again.
-2028 refused The fast payment system (SBP) or the customer's bank refused the payment.
-2027 in_progress The payment through the fast payment system (SBP) is in progress.
-2026 authentication 3-D Secure 2: the final result (RReq) is not Y. The customer was not authenticated.
-2025 authentication 3-D Secure 2: the challenge failed or was cancelled (RReq is not Y).
-2024 authentication_refused The issuer wants 3-D Secure without a challenge, and the acquirer does not allow that.
-2023 authentication_trouble 3-D Secure: technical trouble at the issuer (ARes is U). The customer can repeat it later.
-2022 authentication_trouble 3-D Secure could not be performed.
-2020 authentication The ECI value from 3-D Secure is not valid for the scheme. Tell the bank if it happens again.
-2019 authentication_trouble 3-D Secure 1: the issuer answered with an invalid-request code (iReq in PARes).
-2018 authentication_trouble 3-D Secure: the directory server of the scheme was not reachable. The customer can repeat it later.
-2017 authentication_trouble 3-D Secure 1: the status in PARes is not Y.
-2016 authentication_trouble 3-D Secure 1: whether the card takes part could not be found out (VERes unknown).
-2015 authentication_trouble 3-D Secure 1: the directory server answered with an invalid-request code (iReq in VERes).
-2014 expired The customer left the payment page and never tried to pay.
-2013 attempts The attempts of this order are used up. The order is closed: offer a new one.
-2012 setup The gateway does not support this operation for the merchant. Ask your bank.
-2011 authentication_trouble 3-D Secure 1: the issuer could not authenticate the customer (PARes status U).
-2010 authentication 3-D Secure 1: the transaction ids (XID) do not match. Tell the bank if it happens again.
-2009 expired The customer did not return from the issuer's 3-D Secure page in time.
-2008 setup The payment came from a wallet that the merchant does not accept. Ask your bank which wallets are enabled.
-2007 expired The time to enter the card was over, by default 20 minutes after registration.
-2006 authentication The issuer refused the 3-D Secure authentication.
-2005 authentication 3-D Secure 1: the signature of the issuer's answer (PARes) is wrong. Tell the bank if it happens again.
-2004 setup The merchant may not take payments without CVC and without 3-D Secure. Ask your bank.
-2003 shop_filter A port filter of the shop or its bank stopped the payment.
-2002 shop_limit The amount is above a limit of the shop or of its bank. Ask your bank to raise it if the order is genuine.
-2001 shop_filter The customer's IP address is on a black list of the shop or its bank.
-2000 shop_filter The card is on a black list of the shop or its bank. No issuer refused it.
-999 refused The payment was refused in the bank's own application.
-301 setup The token of the payment (Apple Pay, Google Pay, …) is wrong. Check the wallet's merchant settings at the gateway.
-102 customer_cancelled The paying agent cancelled the payment.
-100 not_tried Nobody has tried to pay yet.
-1 technical The processing did not answer in time.
0 approved Approved.
1 refused The issuer wants proof of the customer's identity, and declined.
4 blocked The issuer has blocked the card and does not say why.
5 refused The issuer or the network declined without a reason ("do not honour").
10 customer_cancelled The customer cancelled on the payment page (SATIM).
15 unknown_card The scheme found no issuer for this card number.
20 funds There is not enough money on the card.
51 funds There is not enough money on the card (the two-digit code of the processing).
53 unknown_card The processing does not know the card or its account.
57 online_forbidden The card must not be used for this kind of operation. Often payments online are switched off.
62 blocked The card cannot be used. It may be reported lost or stolen.
63 refused The issuer reports a security violation.
72 refused The card is not allowed for this kind of operation.
73 card_data The expiry date is wrong.
78 unknown_card The account of the card is invalid or does not exist.
81 refused The PIN processing refused the payment.
82 card_data The security code (CVC) is wrong.
87 operation The held amount is too old for this operation. The time to deposit is over: the customer must pay again.
88 card_data A cryptographic check failed. Most often the security code (CVC) is wrong.
90 technical The processing gave a status that the gateway cannot map.
100 limit_or_forbidden At most banks: above the balance or an amount limit of the card. In older lists: the issuer forbids payments online.
100@current limit The payment is above the balance, the credit limit or an amount limit of the card.
100@earlier online_forbidden The issuer forbids payments online with this card.
100@banca-transilvania online_forbidden The issuer forbids payments online with this card.
101 card_expired The card has expired, or the expiry date was entered wrongly.
103 refused The issuer was not reached for a decision, or wants to be called.
104 refused The card is restricted, temporarily or permanently.
106 blocked The number of PIN attempts was exceeded. The card may be blocked.
107 refused The issuer wants the cardholder to call.
109 setup The merchant or terminal id is wrong or blocked. No payment will succeed until your bank corrects it.
110 shop_limit The amount is invalid, or above what the merchant may take.
111 card_data The card number is wrong.
116 funds There is not enough money on the card.
117 card_data The PIN is wrong.
118 refused The issuer does not offer this service for the card.
119 refused The issuer reports a security violation, or the operation is not legal for the card.
119@satim refused_for_now The card is temporarily blocked (SATIM).
120 refused The issuer does not permit this operation.
121 limit The daily amount limit of the card is reached.
123 limit The card's limit on the number of payments is reached.
124 operation A technical error during a reversal or a refund. Ask for the status before you repeat it.
124@banca-transilvania refused The law or a regulation forbids this payment with the card.
125 card_data The card number is wrong. After a refund: the amount is zero, or more than is held.
126 blocked The card is reported lost (SATIM).
127 blocked The card is reported stolen (SATIM).
140 card_data The security code (CVV2) is wrong (SATIM).
151 blocked The issuer's fraud monitoring declined. The issuer may call the cardholder.
181 setup The service is forbidden for the merchant. Ask your bank.
200 blocked The payment is suspected of fraud.
203 blocked The card is reported lost.
204 blocked The card is reported lost.
208 blocked The card is reported lost.
209 limit A limit of the card is exceeded.
212 setup A participant of the payment (merchant, terminal or bank) is blocked. Ask your bank.
239 operation The subscription has ended. Do not charge it again.
240 operation The cardholder stopped this recurring payment. Do not charge it again.
320 card_inactive The card is not active. The cardholder has to activate it.
400 operation A reversal was processed. This is not an error.
433 technical The processing reports a suspicious reversal.
434 technical The answer came after the reversal.
435 technical The network sent a code that the processing does not know.
555 online_forbidden The issuer forbids payments online with this card. The cardholder can enable them at the issuer.
801 technical The issuer is not reachable.
803 blocked The card is blocked. Never charge this card again.
804 blocked The operation is not allowed for the card. Never charge this card again.
805 refused The issuer declined.
814 limit The card's limit on the number of payments in a period is reached.
823 blocked The card is reported stolen.
861 card_data The expiry date is wrong.
871 card_data The security code (CVV) is wrong.
902 limit_or_forbidden At most banks: a limit of the card. In older lists: the operation is not allowed to this cardholder.
902@current limit The payment is above the balance, the credit limit or an amount limit of the card.
902@earlier refused The operation is not allowed to this cardholder.
902@banca-transilvania refused The operation is not allowed to this cardholder.
903 limit The amount is above a limit of the issuer.
904 technical The issuer reports an invalid message format.
905 unknown_card The card is unknown.
906 card_expired The card has expired.
907 technical The issuer is not reachable, and nobody may decide in its place.
909 technical A general fault at the network or the issuer.
910 technical The issuer is not available.
911 setup The payment was declined, and the bank asks the customer to contact the merchant. Ask your bank why.
912 technical The issuer is not available.
913 technical The network reports an invalid message format.
913@banca-transilvania blocked The transaction is invalid for this card. Never charge this card again.
914 operation The original transaction of a deposit, reversal or refund was not found.
914@banca-transilvania refused The account of the card is invalid. The cardholder has to ask the bank.
915 funds There is not enough money on the card.
916 technical The processing could not carry the payment out.
917 limit A limit of the card is exceeded.
920 refused The card has restrictions.
941 setup The merchant id is invalid. No payment will succeed until your bank corrects it.
950 technical The network reports an error of reconciliation.
952 blocked The payment is suspected of fraud.
968 operation The amount of the original transaction is wrong.
998 technical The request timed out.
998@banca-transilvania refused Instalments are not possible with this card. The customer needs a credit card of Banca Transilvania.
999 screened The gateway's screening stopped the payment before authorisation: suspected fraud, or a fault of 3-D Secure. More attempts will fail too.
1001 expired No card was entered in time.
1004 in_progress The first step of the authorisation is in progress.
1005 in_progress The second step of the authorisation is in progress.
1112 card_attempts Too many attempts with this card number and expiry date.
1113 card_attempts Too many attempts with this card number.
1114 card_attempts Too many attempts with this stored card.
1115 attempts Too many attempts with this order.
1116 attempts Too many attempts at this terminal. If customers did not make them, look for an attack on your payment page.
1117 attempts Too many attempts at this merchant. If customers did not make them, look for an attack on your payment page.
1118 attempts Too many attempts with this amount and currency.
1120 operation A refund is in progress. Ask for the status later.
1434 confirmation_wanted The issuer wants 3-D Secure (soft decline). Register the next attempt with features: ["FORCE_TDS"].
2001 screened The processing or the network suspects fraud.
2002 operation The operation is not possible in the order's present state, or not for this way of payment.
2003 setup Payments without 3-D Secure are not allowed for the merchant.
2003@satim authentication_refused Three wrong passwords, or the card must not be used online (SATIM).
2004 setup Payments without CVC and without 3-D Secure are not allowed for the merchant.
2005 authentication_refused The payment does not meet the bank's rule for 3-D Secure.
2006 setup One-phase payments are not allowed for the merchant. Register with registerPreAuth, or ask your bank.
2007 operation The order is paid already. Ask for the status.
2008 uncertain The transaction is not finished yet. Ask for the status again.
2009 operation The refund is larger than the payment.
2012 shop_cancelled The order was cancelled already.
2014 setup The bank's rule for 3-D Secure failed to run. Ask your bank.
2015 setup The bank's rule for the terminal is wrong. Ask your bank.
2016 setup The payment needs 3-D Secure, and the merchant has no permission for it. Ask your bank.
2022 shop_cancelled The order was rejected before any bank decided.
2023 technical The queue of the processing is full.
2030 blocked The card is blocked.
4005 shop_cancelled The shop cancelled the order (decline.do).
4032 authentication_refused 3-D Secure 2: the issuer only attempted the authentication (ARes is A), and declined the payment.
8204 setup The order is a duplicate of another one. Use a new order number.
9001 technical An internal code of the gateway. Tell the bank if it happens again.
71015 card_data Some of the card's data is wrong: the number, the expiry date or the security code.
100254 card_inactive The card is not active (SATIM).
100882 card_data The expiry date is wrong (SATIM).
151017 authentication_trouble 3-D Secure: the communication failed.
151018 technical Time-out of the processing: the request was not sent, so nothing was charged.
151019 uncertain Time-out after the request was sent: the money may have been taken. Ask for the status again. Nobody may pay this order again until then.
341014 technical The gateway declined with a general error.
341016 authentication 3-D Secure 2: the issuer declined in its first answer (ARes).
341017 authentication_trouble 3-D Secure 2: the issuer's first answer (ARes) has an unknown status.
341018 authentication 3-D Secure 2: the customer cancelled the challenge.
341019 authentication 3-D Secure 2: the challenge failed.
341020 authentication_trouble 3-D Secure 2: the final result (RReq) has an unknown status.
341041 operation The refund failed.
`;
