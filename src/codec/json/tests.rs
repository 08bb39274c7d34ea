use super::*;
use crate::codec::value::Value;
use proptest::prelude::*;

fn text(value: &str) -> Value {
    Value::Text(value.into())
}

fn object<const N: usize>(pairs: [(&str, Value); N]) -> Value {
    Value::Object(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

#[test]
fn integers_keep_every_digit_and_fractions_stay_text() {
    for (json, value) in [
        ("0", Value::Int(0)),
        ("-0", Value::Int(0)),
        ("20.00", Value::Int(20)),
        ("123456789012345678", Value::Int(123_456_789_012_345_678)),
        ("-9007199254740993", Value::Int(-9_007_199_254_740_993)),
        ("123456789012345678901", Value::Number("123456789012345678901".into())),
        ("10.5", Value::Number("10.5".into())),
        ("2e3", Value::Number("2e3".into())),
        ("1.0E-2", Value::Number("1.0E-2".into())),
    ] {
        assert_eq!(parse(json), Ok(value), "{json}");
    }
    assert_eq!(stringify(&Value::Int(9_007_199_254_740_991)), "9007199254740991");
    assert_eq!(stringify(&Value::Int(-9_007_199_254_740_992)), "\"-9007199254740992\"", "JavaScript would round it");
}

#[test]
fn texts_are_unescaped() {
    for (json, value) in [
        (r#""""#, ""),
        (r#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
        (r#""\u0416\u00e9""#, "Жé"),
        (r#""\ud83d\ude00""#, "😀"),
        (r#""\ud83d""#, "\u{fffd}"),
        (r#""\ud83dx\ude00""#, "\u{fffd}x\u{fffd}"),
        (r#""\ud83d\u0041""#, "\u{fffd}A"),
        ("\"Заказ <3\"", "Заказ <3"),
    ] {
        assert_eq!(parse(json), Ok(text(value)), "{json}");
    }
}

#[test]
fn white_space_and_a_byte_order_mark_are_ignored() {
    let read = parse("\u{feff} { \"a\" :\t[ 1 ,\r\n2 ] , \"b\" : { } , \"c\":[ ]}\n");
    let list = Value::List(vec![Value::Int(1), Value::Int(2)]);
    assert_eq!(read, Ok(object([("a", list), ("b", object([])), ("c", Value::List(vec![]))])));
}

#[test]
fn what_is_not_json_is_refused() {
    for bad in [
        "",
        " ",
        "<html>",
        "{",
        "]",
        "{\"a\":1",
        "{'a':1}",
        "{a:1}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,}",
        "[1,]",
        "[,1]",
        "[1 2]",
        "01",
        "-01",
        "+1",
        "1.",
        ".5",
        "1e",
        "1e+",
        "--1",
        "1-2",
        "0x10",
        "NaN",
        "Infinity",
        "nul",
        "nulll",
        "tru",
        "1 2",
        "\"",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\u+123\"",
        "\"a\nb\"",
        "\"\t\"",
        "\u{feff}\u{feff}1",
        "\u{a0}1",
        "'a'",
        "{}{}",
        "//\n1",
    ] {
        assert_eq!(parse(bad), Err(NotJson), "{bad:?}");
    }
}

#[test]
fn depth_is_bounded() {
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    assert!(parse(&nested(32)).is_ok());
    assert_eq!(parse(&nested(33)), Err(NotJson));
    assert_eq!(parse(&"[".repeat(200_000)), Err(NotJson));
    assert_eq!(parse(&"{\"a\":".repeat(50_000)), Err(NotJson));
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        (-9_007_199_254_740_991_i64..=9_007_199_254_740_991).prop_map(Value::Int),
        Just(Value::Number("10.5".into())),
        any::<String>().prop_map(Value::Text),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::List),
            prop::collection::vec((any::<String>(), inner), 0..6).prop_map(Value::Object),
        ]
    })
}

/// The general parser's view of a value of ours.
fn general(value: &Value) -> serde_json::Value {
    serde_json::from_str(&stringify(value)).unwrap()
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(value in any_value()) {
        prop_assert_eq!(parse(&stringify(&value)), Ok(value));
    }

    /// A general writer's text is read as the general parser reads it.
    #[test]
    fn a_general_writers_text_is_read_alike(value in any_value()) {
        for written in [general(&value).to_string(), serde_json::to_string_pretty(&general(&value)).unwrap()] {
            prop_assert_eq!(general(&parse(&written).unwrap()), serde_json::from_str::<serde_json::Value>(&written).unwrap());
        }
    }

    /// Whatever soup of JSON's signs it is: both read it, and the same, or neither does.
    #[test]
    fn soup_is_accepted_or_refused_alike(soup in "[\\[\\]{},: \"\\\\0-9a-fntrulse.eE+-]{0,24}") {
        let theirs = serde_json::from_str::<serde_json::Value>(&soup);
        let ours = parse(&soup);
        // A lone half of a surrogate pair and an exponent beyond doubles are the general parser's limits, not JSON's.
        let beyond = soup.contains("\\u") || soup.contains(['e', 'E']);
        prop_assert!(beyond || ours.is_ok() == theirs.is_ok(), "{:?}: {:?} {:?}", soup, ours, theirs);
    }

    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        let _ = parse(&text);
    }
}
