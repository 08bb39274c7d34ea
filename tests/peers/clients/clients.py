"""The clients of PyPI behind the two calls register and status, and one that verifies callbacks.

Reads questions as lines of JSON and answers each with one line. An adapter keeps the client's own reading: what it
raises or returns for an error becomes {"refused": what it said}.
"""

import json
import sys

import sber_payments
from btipay.btipay import BTIPayClient
from btipay.exceptions import BTIPayException
from gocream_pysberbank import SberbankClient
from gocream_pysberbank.errors import SberbankApiException
from pydantic import ValidationError
from sb_async_cryptography.sberbank_tools import verify_signature
from sb_async_cryptography.signature import public_key_import_from_x509_certificate_string
from sber_payments.exceptions import ApiError


class Gocream:
    """Raises SberbankApiException with the gateway's code; otherwise hands out the gateway's body as it is."""

    def __init__(self, account):
        self.params = account.get("params")
        self.cart = account.get("cart")
        self.client = SberbankClient(
            username=account["userName"],
            password=account["password"],
            url=account["root"] + "/{method}",
            language="en",
            currency=account["currency"],
        )

    def register(self, order, return_url):
        return self._ask(
            self.client.register,
            orderNumber=order["orderNumber"],
            amount=order["amount"],
            returnUrl=return_url,
            jsonParams=self.params,
            order_bundle=self.cart,
        )

    def status(self, order_id):
        return self._ask(self.client.order_status_extended, orderId=order_id)

    @staticmethod
    def _ask(call, **arguments):
        try:
            return as_is(call(**arguments))
        except SberbankApiException as error:
            return {"refused": int(error.code)}


class Btipay:
    """Raises BTIPayException at registration; reads a status into a pydantic model, which an error does not fill."""

    def __init__(self, account):
        self.client = BTIPayClient(account["origin"] + "/", account["userName"], account["password"])

    def register(self, order, return_url):
        details = ("Two books", return_url, "customer@shop.test", "40740123456", "Sibiu", "Strada Mare 1")
        try:
            reply = self.client.register_payment(order["orderNumber"], order["amount"], *details)
        except BTIPayException as error:
            body = error.args[0]
            return {"refused": int(body.get("errorCode", 0)) or body.get("errorMessage", "errorCode 0")}
        return {"orderId": reply.orderId, "formUrl": reply.formUrl}

    def status(self, order_id):
        try:
            return {"orderStatus": self.client.get_payment_status(order_id).orderStatus}
        except BTIPayException as error:
            return {"refused": error.args[0]["errorMessage"]}
        except ValidationError as error:
            if any(problem["type"] != "missing" for problem in error.errors()):
                raise
            return {"refused": int(error.errors()[0]["input"]["errorCode"])}


class SberPayments:
    """Hands out the gateway's body whatever it says; raises ApiError for an HTTP status of 400 and more."""

    def __init__(self, account):
        class Client(sber_payments.Client):
            URL = account["root"] + "/"

        self.client = Client(account["userName"], account["password"])

    def register(self, order, return_url):
        return self._ask(self.client.register_order, order["orderNumber"], order["amount"], return_url)

    def status(self, order_id):
        return self._ask(self.client.get_order_status, order_id)

    @staticmethod
    def _ask(call, *arguments):
        try:
            body = call(*arguments)
        except ApiError as error:
            return {"refused": f"HTTP {error.message}"}
        code = int(body.get("errorCode", 0))
        return {"refused": code} if code else as_is(body)


def as_is(body):
    """A client that hands out the body promises no types: its user converts."""
    return {**body, "orderStatus": int(body["orderStatus"])} if "orderStatus" in body else body


CLIENTS = {"gocream-pysberbank": Gocream, "btipay": Btipay, "sber-payments": SberPayments}


def verify(question):
    """sberbank-async-cryptography: whether the checksum of a callback is right."""
    key = public_key_import_from_x509_certificate_string(question["certificate"])
    params = question["params"]
    return {"valid": verify_signature(key, params["checksum"], params)}


def answer(question):
    if question["call"] == "verify":
        return verify(question)
    client = CLIENTS[question["client"]](question["account"])
    if question["call"] == "register":
        return client.register(question["order"], question["returnUrl"])
    return client.status(question["orderId"])


for line in sys.stdin:
    try:
        reply = answer(json.loads(line))
    except Exception as error:  # What the client did not catch is a finding, not the end of the run.
        reply = {"broke": f"{type(error).__name__}: {error}".split("\n")[0]}
    print(json.dumps(reply), flush=True)
