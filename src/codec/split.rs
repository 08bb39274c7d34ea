//! Splits text at separators, which are ASCII. There is one function for all of them: the standard library's is compiled once for
//! each kind of pattern, and the module is larger by that.

/// The parts of a text between its separators. An empty text has one part.
#[derive(Clone)]
pub(crate) struct Parts<'a> {
    rest: Option<&'a str>,
    separators: &'static str,
}

/// Splits at every one of the `separators`.
pub(crate) fn parts<'a>(text: &'a str, separators: &'static str) -> Parts<'a> {
    Parts { rest: Some(text), separators }
}

impl<'a> Parts<'a> {
    /// What is not split yet.
    pub(crate) fn rest(self) -> Option<&'a str> {
        self.rest
    }
}

impl<'a> Iterator for Parts<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let rest = self.rest?;
        let (part, after) = match once(rest, self.separators) {
            Some((part, after)) => (part, Some(after)),
            None => (rest, None),
        };
        self.rest = after;
        Some(part)
    }
}

/// The text before and after the first of the `separators`.
pub(crate) fn once<'a>(text: &'a str, separators: &str) -> Option<(&'a str, &'a str)> {
    let (before, rest) = before(text, separators);
    Some((before, rest.get(1..)?))
}

/// The text before the first of the `separators`, and the rest of it with the separator. Without one, the rest is empty.
pub(crate) fn before<'a>(text: &'a str, separators: &str) -> (&'a str, &'a str) {
    let at = text.bytes().position(|byte| separators.bytes().any(|separator| separator == byte));
    at.and_then(|at| text.split_at_checked(at)).unwrap_or((text, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_splits_as_the_standard_library_does() {
        for text in ["", ",", "a", "a,b", "a,,b;c", ",a;", "é,語", "😀;", "語"] {
            let ours: Vec<&str> = parts(text, ",;").collect();
            assert_eq!(ours, text.split([',', ';']).collect::<Vec<_>>());
            assert_eq!(once(text, ",;"), text.split_once([',', ';']));
            let (head, rest) = before(text, ",;");
            assert_eq!([head, rest].concat(), text);
            assert_eq!(head.len(), text.find([',', ';']).unwrap_or(text.len()));
        }
    }
}
