//! The faults that are active, and every fault with a sentence and a button.

use maud::{Markup, html};

use crate::fault::{Fault, FaultKind};

pub(super) fn section(active: &[Fault]) -> Markup {
    html! {
        section.pay {
            h2 { "Faults" }
            div #faults data-live {
                @if active.is_empty() {
                    p.soft { "No fault is active." }
                } @else {
                    ul { @for fault in active { (self::fault(fault)) } }
                    form.row method="post" action="/" {
                        button.button.plain name="action" value="clearFaults" { "Clear all faults" }
                    }
                }
            }
            form method="post" action="/" {
                div.row {
                    label { "Times " input type="text" name="times" inputmode="numeric" size="4" placeholder="1"; }
                    label { "Order number or id " input type="text" name="order" size="20" placeholder="any" list="numbers"; }
                    label { "Call " input type="text" name="call" size="20" placeholder="any, such as refund"; }
                }
                @for (title, kinds) in groups() { (group(title, &kinds)) }
            }
        }
    }
}

fn groups() -> Vec<(&'static str, Vec<FaultKind>)> {
    FaultKind::GROUPS
        .iter()
        .map(|(title, _)| {
            let kinds = FaultKind::ALL.iter().copied().filter(|kind| kind.group() == *title).collect();
            (*title, kinds)
        })
        .collect()
}

fn group(title: &str, kinds: &[FaultKind]) -> Markup {
    html! {
        details {
            summary { (title) " (" (kinds.len()) ")" }
            ul.faultlist {
                @for kind in kinds {
                    li {
                        button.button.plain name="kind" value=(kind.as_str()) { (kind.as_str()) }
                        span { (kind.sentence()) }
                    }
                }
            }
        }
    }
}

fn fault(fault: &Fault) -> Markup {
    html! {
        li {
            (fault.kind.as_str())
            @if let Some(times) = fault.times { " × " (times) }
            @if let Some(order) = &fault.order { " for " (order) }
            @if let Some(call) = &fault.call { " in " (call) }
            @if let Some(share) = fault.share { ", share " (share) }
            ", met " (fault.hits) " times"
        }
    }
}
