//! What the core's catalogue learns from structs and functions, so that it is written once:
//! columns, settings, documentation.
//!
//! For the crate `obektiv` alone: the code it writes names that crate's modules.

use proc_macro::TokenStream;
use proc_macro2::{TokenStream as Tokens, TokenTree};
use quote::{format_ident, quote};
use syn::meta::ParseNestedMeta;
use syn::parse::Parser;
use syn::{Attribute, Data, DeriveInput, Error, Expr, Field, Fields, Ident, Lit, LitStr, Meta, Type};

/// A constant with the documentation of a function: `fn by_group` gets `BY_GROUP_DOC`.
#[proc_macro_attribute]
pub fn described(_: TokenStream, item: TokenStream) -> TokenStream {
    let item = Tokens::from(item);
    let mut after_fn = item.clone().into_iter().skip_while(|t| !is_word(t, "fn")).skip(1);
    let Some(TokenTree::Ident(name)) = after_fn.next() else {
        return Error::new_spanned(item, "only functions are described").to_compile_error().into();
    };
    let attributes = |input: syn::parse::ParseStream<'_>| {
        let attributes = Attribute::parse_outer(input)?;
        input.parse::<Tokens>().map(|_| attributes)
    };
    let doc = match attributes.parse2(item.clone()) {
        Ok(attributes) => text(&doc(&attributes)),
        Err(error) => return error.to_compile_error().into(),
    };
    let name = format_ident!("{}_DOC", name.to_string().to_uppercase());
    quote! { #item pub(crate) const #name: &str = #doc; }.into()
}

fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == word)
}

/// A struct of options: each field is a setting. They are set by name, and described with their
/// defaults; those with `#[setting(required)]` have none. With `#[setting(flatten)]` a field is
/// itself a struct of options, whose settings stand in its place.
#[proc_macro_derive(Settings, attributes(setting))]
pub fn settings(input: TokenStream) -> TokenStream {
    expand(input, |name, fields| {
        let (mut set, mut further, mut described) = (Tokens::new(), Tokens::new(), Tokens::new());
        for (ident, field) in fields {
            if says(field, "setting", "flatten") {
                further.extend(quote! { _ if self.#ident.set(name, value)? => {} });
                described.extend(quote! { all.extend(self.#ident.describe()); });
                continue;
            }
            let (setting, doc) = (ident.to_string(), text(&doc(&field.attrs)));
            set.extend(quote! { #setting => self.#ident = Setting::read(value)?, });
            described.extend(if says(field, "setting", "required") {
                quote! { all.push(DescribedSetting::required(#setting, #doc, &self.#ident)); }
            } else {
                quote! { all.push(DescribedSetting::new(#setting, #doc, &self.#ident)); }
            });
        }
        Ok(quote! {
            impl crate::function::Settings for #name {
                fn set(&mut self, name: &str, value: &crate::function::Value) -> Result<bool, crate::function::Problem> {
                    #[allow(unused_imports, reason = "a struct may have no fields")]
                    use crate::function::Setting;
                    #[allow(unused_variables, reason = "a struct may have no fields")]
                    let value = value;
                    match name {
                        #set
                        #further
                        _ => return Ok(false),
                    }
                    #[allow(unreachable_code, reason = "a struct may have no fields")]
                    Ok(true)
                }
                fn describe(&self) -> Vec<crate::function::DescribedSetting> {
                    #[allow(unused_imports, reason = "a struct may have no fields")]
                    use crate::function::DescribedSetting;
                    #[allow(unused_mut, reason = "a struct may have no fields")]
                    let mut all = Vec::new();
                    #described
                    all
                }
            }
        })
    })
}

/// A result that is no table: each field has a name, a kind and a meaning. As for serde,
/// `#[serde(flatten)]` is a record that this one extends, its fields stand first, and
/// `#[serde(skip)]` is no field.
#[proc_macro_derive(Record)]
pub fn record(input: TokenStream) -> TokenStream {
    let documentation = syn::parse::<DeriveInput>(input.clone()).map(|input| doc(&input.attrs));
    let documentation = text(&documentation.unwrap_or_default());
    expand(input, |name, fields| {
        let (mut base, mut described) = (quote!(None), Tokens::new());
        let (mut first, mut own) = (quote!(Vec::new()), Tokens::new());
        for (ident, field) in fields.iter().filter(|(_, field)| !says(field, "serde", "skip")) {
            let (ty, doc, named) = (&field.ty, text(&doc(&field.attrs)), ident.to_string());
            if says(field, "serde", "flatten") {
                base = quote! { Some(Box::new(<#ty>::described())) };
                first = quote! { self.#ident.values() };
            } else {
                described.extend(
                    quote! { DescribedField { name: #named, doc: #doc, kind: <#ty as Field>::kind() }, },
                );
                own.extend(quote! { values.push(Field::value(&self.#ident)); });
            }
        }
        let named = name.to_string();
        Ok(quote! {
            impl #name {
                /// Its fields, as other languages have them.
                pub(crate) fn described() -> crate::function::DescribedRecord {
                    use crate::function::{DescribedField, DescribedRecord, Field};
                    DescribedRecord { name: #named, doc: #documentation, base: #base, fields: vec![#described] }
                }
                pub(crate) fn values(&self) -> Vec<crate::function::Value> {
                    use crate::function::Field;
                    let mut values = #first;
                    #own
                    values
                }
            }
            impl crate::function::Field for #name {
                fn kind() -> crate::function::SettingKind {
                    crate::function::SettingKind::Record(Box::new(Self::described()))
                }
                fn value(&self) -> crate::function::Value {
                    crate::function::Value::Record(self.values())
                }
            }
        })
    })
}

/// Whether an attribute of a field holds this word: `#[attribute(word)]`.
fn says(field: &Field, attribute: &str, word: &str) -> bool {
    field.attrs.iter().filter(|a| a.path().is_ident(attribute)).any(|a| match &a.meta {
        Meta::List(list) => list.tokens.clone().into_iter().any(|token| is_word(&token, word)),
        _ => false,
    })
}

/// A struct that is one row of a table: each field is a column, in their order.
///
/// What `#[row(…)]` says of a field:
/// `name = "other"` the column has another name, or `"other: and documentation"`; `skip` it is
/// no column;
/// `text(path)` a function makes a name of it; `tier` it counts pupils, and says the tier in
/// the last column;
/// `flatten` its own columns stand in its place; `take(field = "name")` some of them do;
/// `again("name")` the same once more; `nan("name", …)` columns that a table of groups has and
/// this sign has not. The last two stand in
/// the order in which they are written, after the field.
#[proc_macro_derive(Row, attributes(row))]
pub fn row(input: TokenStream) -> TokenStream {
    expand(input, |name, fields| {
        let mut out = Written::default();
        for (ident, field) in fields {
            out.field(
                ident,
                field,
                &quote! { rows.iter().map(|r| r.#ident.clone()).collect::<Vec<_>>() },
                &field.ty,
            )?;
        }
        let (describe, fill) = out.done(&quote!(rows.len()));
        Ok(quote! {
            impl crate::table::Row for #name {
                fn describe(to: &mut Vec<crate::table::Described>) { #describe }
                fn fill(rows: &[&Self], to: &mut crate::table::Table) { #fill }
            }
        })
    })
}

/// A struct of columns: each field is one, in their order; what is no `Vec` is the same in all
/// rows. `#[row(…)]` as for `Row`, without `take`, and
/// `each("name", …)` the field is an array of columns; `also("name" = path)` a method gives one
/// more column, after the field.
#[proc_macro_derive(Columns, attributes(row))]
pub fn columns(input: TokenStream) -> TokenStream {
    expand(input, |name, fields| {
        let is_column = |field: &Field| matches!(&field.ty, Type::Path(p) if p.path.segments.last().is_some_and(|s| s.ident == "Vec"));
        let Some((first, _)) = fields.iter().find(|(_, field)| is_column(field)) else {
            return Err(Error::new_spanned(name, "a struct of columns has at least one `Vec`"));
        };
        let mut out = Written { of_columns: true, ..Written::default() };
        for (ident, field) in fields {
            let ty = &field.ty;
            let (values, cell) = match is_column(field) {
                true => (quote! { self.#ident.clone() }, inner(ty)),
                false => (quote! { vec![self.#ident.clone(); self.#first.len()] }, ty),
            };
            out.field(ident, field, &values, cell)?;
        }
        let (describe, fill) = out.done(&quote!(self.#first.len()));
        Ok(quote! {
            impl #name {
                pub(crate) fn describe(to: &mut Vec<crate::table::Described>) { #describe }
                /// The columns as a table.
                #[must_use]
                pub fn table(&self) -> crate::table::Table {
                    let mut table = crate::table::Table::new();
                    let to = &mut table;
                    #fill
                    table
                }
            }
        })
    })
}

/// T of `Vec<T>`.
fn inner(ty: &Type) -> &Type {
    if let Type::Path(path) = ty
        && let Some(last) = path.path.segments.last()
        && let syn::PathArguments::AngleBracketed(of) = &last.arguments
        && let Some(syn::GenericArgument::Type(inner)) = of.args.first()
    {
        return inner;
    }
    ty
}

fn expand(
    input: TokenStream,
    write: impl Fn(&Ident, &[(&Ident, &Field)]) -> Result<Tokens, Error>,
) -> TokenStream {
    let written = syn::parse::<DeriveInput>(input).and_then(|input| {
        let Data::Struct(data) = &input.data else {
            return Err(Error::new_spanned(&input.ident, "only structs"));
        };
        let fields: Vec<(&Ident, &Field)> = match &data.fields {
            Fields::Unit => Vec::new(),
            fields => fields.iter().filter_map(|field| Some((field.ident.as_ref()?, field))).collect(),
        };
        write(&input.ident, &fields)
    });
    written.unwrap_or_else(Error::into_compile_error).into()
}

/// Code that describes columns, and code that fills them.
#[derive(Default)]
struct Written {
    describe: Tokens,
    fill: Tokens,
    /// The column of pupils that says the tier.
    tier: Option<Tokens>,
    /// Whether the struct is one of columns.
    of_columns: bool,
}

/// What stands in the place of a field.
enum Place {
    Column,
    Skip,
    Flatten,
    Take(Tokens),
    Each(Vec<Said>),
}

/// What a field and its attributes say.
struct Told {
    place: Place,
    name: String,
    documentation: String,
    values: Tokens,
    cell: Tokens,
    tier: Option<Tokens>,
    /// Columns behind the field's own: its values again, or NaN.
    after: Vec<(Said, bool)>,
    /// Columns of what a function makes of the whole.
    also: Vec<(Said, syn::Path)>,
}

impl Told {
    fn of(ident: &Ident, field: &Field, values: &Tokens, cell: &Type) -> Result<Self, Error> {
        let mut told = Self {
            place: Place::Column,
            name: ident.to_string(),
            documentation: doc(&field.attrs),
            values: values.clone(),
            cell: quote! { #cell },
            tier: None,
            after: Vec::new(),
            also: Vec::new(),
        };
        for attribute in field.attrs.iter().filter(|a| a.path().is_ident("row")) {
            attribute.parse_nested_meta(|meta| told.hear(&meta))?;
        }
        Ok(told)
    }

    fn hear(&mut self, meta: &ParseNestedMeta<'_>) -> Result<(), Error> {
        let word = meta.path.require_ident()?.to_string();
        match word.as_str() {
            "skip" => self.place = Place::Skip,
            "flatten" => self.place = Place::Flatten,
            "tier" => self.tier = Some(self.values.clone()),
            "text" => {
                let content;
                syn::parenthesized!(content in meta.input);
                let (path, values): (syn::Path, _) = (content.parse()?, &self.values);
                self.values = quote! { #values.into_iter().map(#path).collect::<Vec<&'static str>>() };
                self.cell = quote! { &'static str };
            }
            "name" => {
                let said = Said::of(&meta.value()?.parse()?);
                self.name = said.name;
                self.documentation = said.doc.unwrap_or_else(|| self.documentation.clone());
            }
            "take" => self.place = Place::Take(taken(meta)?),
            "again" | "nan" => {
                self.after.extend(said(meta)?.into_iter().map(|said| (said, word == "again")));
            }
            "each" => self.place = Place::Each(said(meta)?),
            "also" => {
                let content;
                syn::parenthesized!(content in meta.input);
                let name = Said::of(&content.parse()?);
                content.parse::<syn::Token![=]>()?;
                self.also.push((name, content.parse()?));
            }
            _ => return Err(meta.error("no such word")),
        }
        Ok(())
    }
}

impl Written {
    fn field(&mut self, ident: &Ident, field: &Field, values: &Tokens, cell: &Type) -> Result<(), Error> {
        let told = Told::of(ident, field, values, cell)?;
        self.place(ident, &field.ty, &told);
        for (said, path) in told.also {
            let doc = said.doc.unwrap_or_default();
            self.column(&said.name, &doc, &quote! { #path(self) }, &quote!(f64));
        }
        for (said, again) in told.after {
            if again {
                let doc = said.doc.as_ref().unwrap_or(&told.documentation);
                self.column(&said.name, doc, &told.values, &told.cell);
            } else {
                let doc = text(&said.doc.unwrap_or_else(|| "NaN: the sign has none.".to_owned()));
                let name = said.name;
                self.describe.extend(quote! { to.push(crate::table::Described {
                name: #name, kind: crate::table::CellKind::Float, doc: #doc }); });
                self.fill.extend(quote! { to.push(#name, vec![f64::NAN; count]); });
            }
        }
        if told.tier.is_some() {
            self.tier = told.tier;
        }
        Ok(())
    }

    fn place(&mut self, ident: &Ident, ty: &Type, told: &Told) {
        match &told.place {
            Place::Skip => {}
            Place::Column => self.column(&told.name, &told.documentation, &told.values, &told.cell),
            Place::Flatten if self.of_columns => {
                self.describe.extend(quote! { <#ty>::describe(to); });
                self.fill.extend(quote! { to.columns.extend(self.#ident.table().columns); });
            }
            Place::Each(names) => {
                for (at, said) in names.iter().enumerate() {
                    let doc = said.doc.as_ref().unwrap_or(&told.documentation);
                    self.column(&said.name, doc, &quote! { self.#ident[#at].clone() }, &quote!(f64));
                }
            }
            Place::Flatten => {
                self.describe.extend(quote! { <#ty as crate::table::Row>::describe(to); });
                self.fill.extend(quote! {
                    <#ty as crate::table::Row>::fill(&rows.iter().map(|r| &r.#ident).collect::<Vec<_>>(), to);
                });
            }
            Place::Take(names) => {
                self.describe.extend(quote! { crate::table::describe_some::<#ty>(&[#names], to); });
                self.fill.extend(quote! {
                    crate::table::fill_some::<#ty>(&rows.iter().map(|r| &r.#ident).collect::<Vec<_>>(), &[#names], to);
                });
            }
        }
    }

    fn column(&mut self, name: &str, doc: &str, values: &Tokens, cell: &Tokens) {
        let doc = text(doc);
        self.describe.extend(quote! { to.push(crate::table::Described {
        name: #name, kind: <#cell as crate::table::Cell>::KIND, doc: #doc }); });
        self.fill.extend(quote! { to.push(#name, <#cell as crate::table::Cell>::column(#values)); });
    }

    fn done(mut self, count: &Tokens) -> (Tokens, Tokens) {
        if let Some(values) = &self.tier {
            self.describe.extend(quote! { to.push(crate::table::Described::TIER); });
            self.fill.extend(quote! { to.push("tier", crate::statistics::Tier::names(&#values)); });
        }
        let fill = self.fill;
        (
            self.describe,
            quote! { #[allow(unused_variables, reason = "only absent columns count rows")] let count = #count; #fill },
        )
    }
}

/// Names in parentheses.
fn said(meta: &ParseNestedMeta<'_>) -> Result<Vec<Said>, Error> {
    let content;
    syn::parenthesized!(content in meta.input);
    let names = content.parse_terminated(<LitStr as syn::parse::Parse>::parse, syn::Token![,])?;
    Ok(names.iter().map(Said::of).collect())
}

/// `field = "name"` of another row's struct.
fn taken(meta: &ParseNestedMeta<'_>) -> Result<Tokens, Error> {
    let mut names = Tokens::new();
    meta.parse_nested_meta(|pair| {
        let from = pair.path.require_ident()?.to_string();
        let Said { name, doc } = Said::of(&pair.value()?.parse()?);
        let doc = text(&doc.unwrap_or_default());
        names.extend(quote! { (#from, #name, #doc), });
        Ok(())
    })?;
    Ok(names)
}

/// `name`, or `name: documentation`.
struct Said {
    name: String,
    doc: Option<String>,
}

impl Said {
    fn of(text: &LitStr) -> Self {
        let text = text.value();
        match text.split_once(": ") {
            Some((name, doc)) => Self { name: name.to_owned(), doc: Some(doc.to_owned()) },
            None => Self { name: text, doc: None },
        }
    }
}

/// The text of doc comments, a line each.
fn doc(attributes: &[Attribute]) -> String {
    let line = |attribute: &Attribute| match &attribute.meta {
        Meta::NameValue(meta) if meta.path.is_ident("doc") => match &meta.value {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Str(text) => Some(text.value()),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    };
    let lines = attributes
        .iter()
        .filter_map(line)
        .map(|line| line.strip_prefix(' ').map_or(line.clone(), str::to_owned));
    lines.collect::<Vec<_>>().join("\n")
}

/// Documentation is in what writes it for other languages; elsewhere it is an empty text.
fn text(doc: &str) -> Tokens {
    quote! { if cfg!(feature = "docs") { #doc } else { "" } }
}
