//! Enums that other languages know by names.

/// An enum of plain names: `names!(Season, "season", Autumn = "autumn", Spring = "spring");`. An
/// unknown name is [`DataError::Name`](super::DataError::Name), whatever the enum: one code for
/// all.
macro_rules! names {
    ($type:ty, $what:literal, $first:ident = $name:literal $(, $variant:ident = $other:literal)* $(,)?) => {
    impl $type {
        /// All names.
        pub const NAMES: &'static [&'static str] = &[$name $(, $other)*];

        /// Its name, the same in all languages.
        #[must_use]
        pub fn name(self) -> &'static str {
            match self {
                Self::$first => $name,
                $(Self::$variant => $other,)*
            }
        }
    }
    impl std::str::FromStr for $type {
        type Err = $crate::data::DataError;
        fn from_str(name: &str) -> Result<Self, $crate::data::DataError> {
            match name {
                $name => Ok(Self::$first),
                $($other => Ok(Self::$variant),)*
                _ => Err($crate::data::DataError::Name {
                    what: $what,
                    got: name.to_owned(),
                    expected: concat!($name $(, ", ", $other)*),
                }),
            }
        }
    }
};
}
pub(crate) use names;
