use super::Labels;

/// Values by name, in the order in which the names were met (an insertion-ordered map over interned
/// names). All types of it share one table of names, which the packages for browsers feel.
#[derive(Debug)]
pub(crate) struct Named<V> {
    names: Labels,
    values: Vec<V>,
}

impl<V> Named<V> {
    /// Without a name.
    pub fn new() -> Self {
        Self { names: Labels::default(), values: Vec::new() }
    }

    /// The value of a name, made if there is none.
    pub fn entry(&mut self, name: &str, make: impl FnOnce() -> V) -> &mut V {
        let at = self.names.code(name).unwrap_or_else(|| self.names.push(name)) as usize;
        if at == self.values.len() {
            self.values.push(make());
        }
        &mut self.values[at]
    }

    /// The value of a name.
    pub fn get(&self, name: &str) -> Option<&V> {
        self.names.code(name).map(|at| &self.values[at as usize])
    }

    /// All names with their values.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &V)> {
        self.names.names().iter().zip(&self.values)
    }
}
