//! The languages that a store imports: `gateway.messages`. `npm/languages.js` is the same for the npm package.

use crate::codec::Value;
use crate::model::error::Error;
use crate::protocol::object::Object;

const EXPECTED: &str = "expected a list of languages from bpc-checkout/messages, such as [ro]";

/// The imported languages of one call, and what chooses among them.
pub(super) struct Languages {
    data: Vec<Value>,
    language: String,
    bank: String,
}

/// The languages of a `gateway` object, if it has any.
pub(super) fn of(gateway: &Value) -> Result<Option<Languages>, Error> {
    let Some(gateway) = Object::of(gateway) else { return Ok(None) };
    let data = match gateway.get("messages") {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::List(data)) if data.iter().all(is_language) => data.clone(),
        Some(_) => return Err(Error::invalid("gateway.messages", EXPECTED)),
    };
    let text = |name| gateway.text(name).unwrap_or_default();
    let language = text("language").to_ascii_lowercase();
    let bank = gateway.text("bank").or_else(|| gateway.text("dialect")).unwrap_or_default();
    let language = if language.is_empty() { "en".to_owned() } else { language };
    Ok(Some(Languages { data, language, bank }))
}

fn is_language(data: &Value) -> bool {
    Object::of(data).is_some_and(|data| {
        let has_sentences = matches!(data.get("sentences"), Some(Value::List(_)));
        let has_codes = matches!(data.get("codes"), Some(Value::Object(_))) && data.text("bank").is_some();
        data.text("language").is_some() && data.text("direction").is_some() && (has_sentences || has_codes)
    })
}

impl Languages {
    /// Replaces the English message of a verdict, where the language was imported, and removes what only this needs.
    pub(super) fn put_into(&self, answer: Value) -> Value {
        let Value::Object(mut entries) = answer else { return answer };
        let mut take =
            |name: &str| entries.iter().position(|(known, _)| known == name).map(|place| entries.remove(place).1);
        let (first, then, refunded, paid) = (take("first"), take("then"), take("refunded"), take("paid"));
        let told =
            first.and_then(|first| self.of_bank(&entries).or_else(|| self.text(&[Some(first), then], refunded, paid)));
        if let Some((data, message)) = told {
            let said = [
                ("message", Some(message)),
                ("messageLanguage", data.text("language")),
                ("messageDirection", data.text("direction")),
            ];
            for (name, text) in said {
                if let Some((_, value)) = entries.iter_mut().find(|(known, _)| known == name) {
                    *value = Value::Text(text.unwrap_or_default());
                }
            }
        }
        Value::Object(entries)
    }

    /// The sentence that the bank has for the code of the last attempt.
    fn of_bank(&self, entries: &[(String, Value)]) -> Option<(Object<'_>, String)> {
        let (_, decline) = entries.iter().find(|(name, _)| matches!(name.as_str(), "decline" | "lastDecline"))?;
        let code = Object::of(decline)?.text("code")?;
        self.spoken().find_map(|data| {
            let codes = data.get("codes").and_then(Object::of)?;
            let text =
                codes.text(&code).filter(|_| data.text("bank").is_some_and(|bank| self.bank.starts_with(&bank)))?;
            Some((data, text))
        })
    }

    fn text(
        &self,
        numbers: &[Option<Value>; 2],
        refunded: Option<Value>,
        paid: Option<Value>,
    ) -> Option<(Object<'_>, String)> {
        let (data, sentences) = self.sentences()?;
        let sentence = |number: &Value| match number {
            Value::Int(number) => sentences.get(usize::try_from(*number).ok()?),
            _ => None,
        };
        let texts: Vec<&str> = numbers
            .iter()
            .flatten()
            .filter_map(sentence)
            .filter_map(|text| if let Value::Text(text) = text { Some(text.as_str()) } else { None })
            .collect();
        let mut message = texts.join(" ");
        for (place, sum) in [("%refunded%", refunded), ("%paid%", paid)] {
            if let Some(Value::Text(sum)) = sum {
                message = message.replace(place, &sum);
            }
        }
        Some((data, message))
    }

    fn sentences(&self) -> Option<(Object<'_>, &[Value])> {
        self.spoken().find_map(|data| match data.get("sentences") {
            Some(Value::List(sentences)) => Some((data, sentences.as_slice())),
            _ => None,
        })
    }

    /// The data in the language of the gateway.
    fn spoken(&self) -> impl Iterator<Item = Object<'_>> {
        self.data
            .iter()
            .filter_map(Object::of)
            .filter(|data| data.text("language").is_some_and(|language| language == self.language))
    }
}
