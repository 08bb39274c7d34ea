//! Thousands of random steps through the library against the sandbox: registrations, deposits, refunds, payments, failed payments,
//! waits and injected faults. After every step the library's verdict about some order must agree with the records of the sandbox,
//! or be an error.

#![cfg(test)]

mod support;

use std::collections::BTreeMap;

use bpc_checkout::Expected;
use bpc_checkout::model::change::Operation;
use bpc_checkout::model::ids::{OrderId, OrderNumber, Phase};
use bpc_checkout::model::money::{Amount, Currency};
use bpc_checkout::trust::verdict::Outcome;
use bpc_checkout::{Error, ErrorCode};
use bpc_sandbox::{Fault, FaultKind, Options, OrderView};
use support::bank::Bank;
use support::read_order;

const STEPS: u32 = 2_000;
const SEEDS: u64 = 3;

/// Transport faults that a request may have.
const BAD_DAYS: &[FaultKind] = &[
    FaultKind::BadGateway,
    FaultKind::ServerError,
    FaultKind::TooManyRequests,
    FaultKind::Html,
    FaultKind::Reset,
    FaultKind::Lost,
    FaultKind::Stalled,
    FaultKind::Late,
    FaultKind::Empty,
    FaultKind::Cut,
    FaultKind::JsonString,
    FaultKind::JsonNull,
    FaultKind::Bom,
    FaultKind::FlipTypes,
    FaultKind::ExtraFields,
    FaultKind::UnknownStatus,
    FaultKind::UnknownAction,
    FaultKind::NoErrorCode,
    FaultKind::NoOrderStatus,
    FaultKind::NoActionCode,
    FaultKind::SuccessFalse,
    FaultKind::SuccessTrue,
    FaultKind::OtherNumber,
    FaultKind::OtherAmount,
    FaultKind::OtherCurrency,
    FaultKind::RefundedDate,
    FaultKind::LongNumber,
    FaultKind::ParamWithoutValue,
];

/// Random numbers from a seed, so that a failure can be repeated.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    fn of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[usize::try_from(self.below(choices.len() as u64)).unwrap()]
    }
}

/// An order as the store registered it.
#[derive(Clone)]
struct Sale {
    id: String,
    amount: u64,
    phase: Phase,
}

struct World {
    bank: Bank,
    chance: Chance,
    sales: BTreeMap<String, Sale>,
    seed: u64,
    step: u32,
    log: Vec<String>,
    /// How often each outcome occurred.
    told: BTreeMap<&'static str, u32>,
}

impl World {
    fn new(seed: u64) -> Self {
        let chance = Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        // The books are read at every step, so they are kept short; only the last dozen sales are touched.
        let options = Options { seed, max_orders: 100, ..Options::default() };
        Self {
            bank: Bank::new(options),
            chance,
            sales: BTreeMap::new(),
            seed,
            step: 0,
            log: vec![],
            told: BTreeMap::new(),
        }
    }

    /// Sometimes injects a fault for the next request, and returns it.
    fn maybe_inject_a_fault(&mut self) -> Option<FaultKind> {
        if !self.chance.one_in(4) {
            return None;
        }
        let kind = self.chance.of(BAD_DAYS);
        let times = u32::try_from(1 + self.chance.below(4)).unwrap();
        self.bank.sandbox.borrow_mut().inject_fault(Fault { times: Some(times), ..Fault::once(kind) }).unwrap();
        Some(kind)
    }

    fn heal(&self) {
        self.bank.sandbox.borrow_mut().clear_faults();
    }

    fn book(&self, number: &str) -> Vec<OrderView> {
        self.bank.ledger().into_iter().filter(|order| order.order_number == number).collect()
    }

    fn note(&mut self, what: String) {
        self.log.push(what);
        if self.log.len() > 12 {
            self.log.remove(0);
        }
    }

    #[track_caller]
    fn holds(&self, condition: bool, what: &str) {
        assert!(condition, "seed {}, step {}: {what}\nbefore: {:#?}", self.seed, self.step, self.log);
    }

    fn any_sale(&mut self) -> Option<(String, Sale)> {
        // Mostly a recent one: old ones are all ended.
        let back = self.chance.below(12.min(self.sales.len() as u64).max(1));
        self.sales.iter().rev().nth(usize::try_from(back).unwrap()).map(|(number, sale)| (number.clone(), sale.clone()))
    }

    fn step(&mut self) {
        self.step += 1;
        match self.chance.below(10) {
            0 | 1 => self.register(),
            2..=4 => self.pay(),
            5 | 6 => self.change(),
            7 => self.wait(),
            _ => self.cheat(),
        }
        self.heal();
        self.ask();
        self.heal();
    }

    /// A store registers. After a lost reply it registers again with the same number until it has an answer.
    fn register(&mut self) {
        let number = format!("N{:06}", self.step);
        let phase = if self.chance.one_in(2) { Phase::Purchase } else { Phase::PreAuth };
        let amount = 1 + self.chance.below(100_000);
        let order = format!(r#"{{"orderNumber":"{number}","amount":{amount}}}"#);
        let order = read_order(&order, phase).unwrap();
        for attempt in 0..8 {
            let fault = self.maybe_inject_a_fault();
            let result = self.bank.client().register(&order);
            self.heal();
            self.note(format!("register {number} {amount} {phase:?}, {fault:?}: {:?}", result.as_ref().map(|_| ())));
            self.holds(self.book(&number).len() <= 1, "one purchase, two orders");
            let id = match result {
                Ok(registered) => registered.order_id().as_str().to_owned(),
                Err(error) if error.code() == ErrorCode::AlreadyRegistered => error.order_id().unwrap().to_owned(),
                Err(error) => {
                    self.holds(!error.is_retryable(), "a registration is never simply repeated");
                    self.holds(error.order_number() == Some(number.as_str()), "the number is lost");
                    self.holds(fault.is_some(), &format!("attempt {attempt} failed on a good day: {error}"));
                    continue;
                }
            };
            self.holds(self.book(&number).iter().any(|order| order.order_id == id), "registered, but not in the books");
            self.sales.insert(number, Sale { id, amount, phase });
            return;
        }
    }

    fn pay(&mut self) {
        let Some((number, sale)) = self.any_sale() else { return };
        let pan = self.chance.of(&["5555555555555599", "4111111111111111", "4000001111111126"]);
        let cvc = self.chance.one_in(5).then_some("999");
        let passes = !self.chance.one_in(3);
        let result = self.bank.pay(&sale.id, pan, cvc, passes);
        self.note(format!("pay {number} with {pan} {cvc:?} {passes}: {result:?}"));
    }

    fn wait(&mut self) {
        let ms = self.chance.of(&[1_000, 60_000, 400_000, 1_200_000]);
        self.bank.advance(ms);
        self.note(format!("{ms} ms go by"));
    }

    /// A store deposits, reverses, refunds or declines. Without a fault the sandbox carries it out exactly if its records allow it.
    fn change(&mut self) {
        let Some((number, sale)) = self.any_sale() else { return };
        let operation =
            self.chance.of(&[Operation::Deposit, Operation::Reverse, Operation::Refund, Operation::Decline]);
        let part = matches!(operation, Operation::Deposit | Operation::Refund) && self.chance.one_in(2);
        let amount = part.then(|| 1 + self.chance.below(sale.amount + sale.amount / 4));
        let change = support::change(operation, &sale.id, &number, amount);
        let before = self.book(&number).remove(0);
        let fault = self.maybe_inject_a_fault();
        let result = self.bank.client().change(&change);
        self.heal();
        let after = self.book(&number).remove(0);
        self.note(format!("{operation:?} {number} {amount:?}, {fault:?}: {result:?}"));
        match &result {
            // `success: true` wins over any code, as the protocol says, even if the reply is false.
            Ok(_) if fault == Some(FaultKind::SuccessTrue) => {}
            Ok(_) => self.holds(moved(operation, amount, &before, &after), "it said yes, and the books say otherwise"),
            Err(error) if fault.is_none() => {
                self.holds(before.order_status == after.order_status, "it said no, and did it");
                // Too large a deposit is a wrong value to the gateway, code 5, and not a wrong state.
                let too_large =
                    operation == Operation::Deposit && error.code() == ErrorCode::AccessDenied && amount.is_some();
                self.holds(
                    error.code() == ErrorCode::InvalidState || too_large,
                    &format!("an unexpected refusal: {error}"),
                );
            }
            Err(error) => self.holds(!error.is_retryable(), "a change is never simply repeated"),
        }
        self.holds(after.deposited_amount + after.refunded_amount <= after.amount, "more money than was sold");
    }

    /// A customer returns with the signed state of one order and the id of another.
    fn cheat(&mut self) {
        let (Some((number, sale)), Some((other, foreign))) = (self.any_sale(), self.any_sale()) else { return };
        if number == other {
            return;
        }
        let expected = expected(&number, &sale).with_order_id(OrderId::new(&foreign.id).unwrap());
        let told = self.bank.client().verify(expected).map(|verdict| verdict.outcome().clone());
        self.holds(matches!(told, Ok(Outcome::Mismatch(_))), &format!("{number} with the id of {other} is {told:?}"));
    }

    /// The store asks about an order, by id or by number.
    fn ask(&mut self) {
        let Some((number, sale)) = self.any_sale() else { return };
        let by_id = self.chance.one_in(2);
        let expected = expected(&number, &sale);
        let expected = if by_id { expected.with_order_id(OrderId::new(&sale.id).unwrap()) } else { expected };
        let fault = self.maybe_inject_a_fault();
        let told = self.bank.client().verify(expected).map(|verdict| verdict.outcome().clone());
        self.heal();
        if let Ok(outcome) = &told {
            *self.told.entry(outcome.as_str()).or_default() += 1;
        }
        let book = self.book(&number).remove(0);
        let truth = outcome_of(&book, &sale);
        let agrees = told.as_ref().is_ok_and(|told| told.as_str() == truth);
        let excused = fault.is_some() && told.as_ref().map_or_else(is_honest, |told| is_cautious(told, truth));
        // The first reply that could be read was about another order, amount or currency.
        let tampered =
            matches!(fault, Some(FaultKind::OtherNumber | FaultKind::OtherAmount | FaultKind::OtherCurrency));
        let deceived = tampered && matches!(told, Ok(Outcome::Paid | Outcome::Held));
        self.holds(
            (agrees || excused) && !deceived,
            &format!("{number} is {truth} in the books, {fault:?}, and told {told:?}\n{book:#?}"),
        );
    }
}

/// What the store sold.
fn expected(number: &str, sale: &Sale) -> Expected {
    let amount = Amount::from_minor(sale.amount).unwrap();
    Expected::new(OrderNumber::parse(number).unwrap(), amount, Currency::parse("EUR").unwrap()).with_phase(sale.phase)
}

/// Whether the books moved as the operation says.
fn moved(operation: Operation, amount: Option<u64>, before: &OrderView, after: &OrderView) -> bool {
    match operation {
        Operation::Deposit => {
            before.order_status == 1
                && after.order_status == 2
                && after.deposited_amount == amount.unwrap_or(before.approved_amount)
        }
        Operation::Reverse => before.order_status == 1 && after.order_status == 3 && after.approved_amount == 0,
        Operation::Refund => {
            let given = amount.unwrap_or(before.deposited_amount);
            after.order_status == 4
                && after.refunded_amount == before.refunded_amount + given
                && after.deposited_amount + given == before.deposited_amount
        }
        Operation::Decline => before.order_status == 0 && after.order_status == 6,
    }
}

/// The outcome that the records mean, computed from the protocol and not with the library.
fn outcome_of(book: &OrderView, sale: &Sale) -> &'static str {
    match (book.order_status, book.action_code) {
        (0, _) => "open",
        (1, _) => "held",
        (2, _) if sale.phase == Phase::Purchase && book.deposited_amount < sale.amount => "mismatch",
        (2, _) => "paid",
        (3, _) => "reversed",
        (4, _) => "refunded",
        (6, -2007 | -2009 | -2014) => "expired",
        (6, _) => "declined",
        _ => "unknown",
    }
}

/// Whether an error is one that a fault may cause.
fn is_honest(error: &Error) -> bool {
    use ErrorCode::{AccessDenied, GatewayError, MalformedReply, Network, Timeout};
    matches!(error.code(), Network | Timeout | MalformedReply | GatewayError | AccessDenied)
}

/// After a fault a verdict may be less definite than the records, never better.
fn is_cautious(told: &Outcome, truth: &str) -> bool {
    match told.as_str() {
        "mismatch" | "unknown" => true,
        "declined" => truth == "expired",
        other => other == truth,
    }
}

#[test]
fn the_verdict_agrees_with_the_records_of_the_gateway() {
    for seed in 1..=SEEDS {
        let mut world = World::new(seed);
        for _ in 0..STEPS {
            world.step();
        }
        let told = |outcome: &str| world.told.get(outcome).copied().unwrap_or(0);
        for outcome in ["open", "held", "paid", "reversed", "refunded", "declined", "expired", "mismatch"] {
            assert!(told(outcome) > 5, "seed {seed} tells little of {outcome}: {:?}", world.told);
        }
    }
}
