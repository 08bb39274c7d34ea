//! The documents as they are in the package. Their links are relative to the repository, and most of it is not in the package.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::manifest::Output;
use crate::run::root;

/// The files of the package that documents link to: the path in the repository, and the one in the package.
type Packed = BTreeMap<String, String>;

/// Where the repository is on the web, at the version of the package.
struct Web {
    repository: String,
    version: String,
}

/// Copies the documents into `folder`, with links that work there.
pub(crate) fn add(output: &Output, folder: &Path) -> Result<()> {
    let documents = listed(output)?;
    let mut packed: Packed = documents.iter().map(|path| (path.clone(), path.clone())).collect();
    for entry in fs::read_dir(root().join(&output.static_files))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        packed.insert(format!("{}/{name}", output.static_files), name);
    }
    let web = Web::of_project(&output.static_files)?;
    for path in documents {
        let from = root().join(&path);
        let text = fs::read_to_string(&from)
            .with_context(|| format!("the package needs {path} in the root of the repository"))?;
        let text = if is_markdown(&path) { with_links(&text, &path, &packed, web.as_ref()) } else { text };
        let to = folder.join(&path);
        to.parent().map(fs::create_dir_all).transpose()?;
        fs::write(&to, text)?;
    }
    Ok(())
}

/// The paths of all documents: those with a name of their own, and the guides.
fn listed(output: &Output) -> Result<Vec<String>> {
    let mut paths = output.documents.clone();
    let mut folders = vec![output.guides.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root().join(&folder)).with_context(|| format!("cannot read {folder}/"))? {
            let entry = entry?;
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                folders.push(path);
            } else if is_markdown(&path) && !output.internal.contains(&path) {
                paths.push(path);
            }
        }
    }
    Ok(paths)
}

fn is_markdown(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "md")
}

impl Web {
    /// As project.json says; `None` while the owner has not set the repository.
    fn of_project(static_files: &str) -> Result<Option<Self>> {
        let read = |path: &str, name: &str| -> Result<Value> {
            let text = fs::read_to_string(root().join(path)).with_context(|| format!("cannot read {path}"))?;
            let file: Value = serde_json::from_str(&text).with_context(|| format!("{path} is not JSON"))?;
            file.get(name).cloned().with_context(|| format!("{path} has no {name}"))
        };
        let Value::String(repository) = read("project.json", "repository")? else { return Ok(None) };
        let Value::String(version) = read(&format!("{static_files}/package.json"), "version")? else {
            bail!("the version of the package is not a text")
        };
        Ok(Some(Self { repository, version }))
    }

    /// The address of a file or folder of the repository, or of the bytes of an image.
    fn address(&self, path: &str, is_image: bool) -> String {
        let Self { repository, version } = self;
        if is_image {
            let raw = repository.replacen("https://github.com/", "https://raw.githubusercontent.com/", 1);
            return format!("{raw}/v{version}/{path}");
        }
        let kind = if root().join(path).is_dir() { "tree" } else { "blob" };
        format!("{repository}/{kind}/v{version}/{path}")
    }
}

/// A document with its links changed. Code between fences stays as it is.
fn with_links(text: &str, document: &str, packed: &Packed, web: Option<&Web>) -> String {
    let mut parts = text.split("```");
    let mut changed = prose(parts.next().unwrap_or_default(), document, packed, web);
    let mut is_code = true;
    for part in parts {
        changed.push_str("```");
        changed.push_str(&if is_code { part.to_owned() } else { prose(part, document, packed, web) });
        is_code = !is_code;
    }
    changed
}

/// A relative link to a file of the package leads there; any other leads to the web. Without an address on the web the text of the
/// link stays, and an image goes.
fn prose(text: &str, document: &str, packed: &Packed, web: Option<&Web>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("](") {
        out.push_str(before);
        let Some((target, end)) = after.split_once(')') else {
            out.push_str("](");
            rest = after;
            continue;
        };
        rest = end;
        if target.starts_with('#') || target.contains(':') {
            link(&mut out, target, "");
            continue;
        }
        let (file, heading) = target.split_at(target.find('#').unwrap_or(target.len()));
        let path = resolved(document, file);
        let start = label(&out);
        let is_image = out.get(..start).is_some_and(|before| before.ends_with('!'));
        match (packed.get(&path), web) {
            (Some(inside), _) if *inside == path => link(&mut out, target, ""),
            (Some(inside), _) => link(&mut out, &relative(document, inside), heading),
            (None, Some(web)) => link(&mut out, &web.address(&path, is_image), heading),
            (None, None) if is_image => out.truncate(start - 1),
            (None, None) => drop(out.remove(start)),
        }
    }
    out.push_str(rest);
    out
}

fn link(out: &mut String, target: &str, heading: &str) {
    for part in ["](", target, heading, ")"] {
        out.push_str(part);
    }
}

/// Where the label of a link that ends here begins: at its `[`.
fn label(text: &str) -> usize {
    let mut depth = 0;
    for (at, character) in text.char_indices().rev() {
        match character {
            ']' => depth += 1,
            '[' if depth == 0 => return at,
            '[' => depth -= 1,
            _ => {}
        }
    }
    0
}

/// The path in the repository that a link of a document names.
fn resolved(document: &str, link: &str) -> String {
    let mut parts: Vec<&str> = document.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.join("/")
}

/// The link from a document of the package to a file of it.
fn relative(document: &str, path: &str) -> String {
    let depth = document.matches('/').count();
    format!("{}{path}", "../".repeat(depth))
}

#[cfg(test)]
mod tests {
    use super::{Packed, Web, with_links};

    fn packed() -> Packed {
        [("README.md", "README.md"), ("docs/errors.md", "docs/errors.md"), ("npm/index.d.ts", "index.d.ts")]
            .map(|(from, to)| (from.to_owned(), to.to_owned()))
            .into()
    }

    fn web() -> Web {
        Web { repository: "https://github.com/o/n".into(), version: "1.2.3".into() }
    }

    #[track_caller]
    fn leads(document: &str, link: &str, to: &str) {
        assert_eq!(with_links(link, document, &packed(), Some(&web())), to);
    }

    #[test]
    fn a_link_leads_into_the_package_or_to_the_web() {
        leads("README.md", "see [types](npm/index.d.ts), ok", "see [types](index.d.ts), ok");
        leads("docs/errors.md", "[R](../README.md#in-ten-lines)", "[R](../README.md#in-ten-lines)");
        leads("docs/banks/dsk.md", "[e](../errors.md)", "[e](../errors.md)");
        leads("docs/errors.md", "[e](../npm/index.d.ts#l)", "[e](../index.d.ts#l)");
        leads(
            "README.md",
            "[a](src/lib.rs#x) [b](src)",
            "[a](https://github.com/o/n/blob/v1.2.3/src/lib.rs#x) [b](https://github.com/o/n/tree/v1.2.3/src)",
        );
        leads("README.md", "![shop](www/a.png)", "![shop](https://raw.githubusercontent.com/o/n/v1.2.3/www/a.png)");
    }

    #[test]
    fn what_is_no_relative_link_stays() {
        for text in ["[a](https://a.example/x) [b](#here) [c](mailto:a@b.example)", "```js\nf([a](www/x))\n```", "a](b"]
        {
            leads("README.md", text, text);
        }
    }

    #[test]
    fn without_a_repository_there_is_no_dead_link() {
        let alone = |text: &str| with_links(text, "README.md", &packed(), None);
        assert_eq!(alone("see [the [demo]\nstore](www/README.md#x)."), "see the [demo]\nstore.");
        assert_eq!(alone("a ![shop](www/a.png) b"), "a  b");
        assert_eq!(alone("[types](npm/index.d.ts)"), "[types](index.d.ts)");
    }
}
