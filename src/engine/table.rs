//! A table by key.
//!
//! By hand, since the library's hash map and tree are 6 to 10 kB of the module; this one is half a
//! kilobyte, and costs the same per call with ten members as with a hundred thousand.

/// Chains of slots, one chain for each remainder of the hash.
#[derive(Debug)]
pub(super) struct Table<T> {
    /// The first slot of each chain; a power of two of them, or none.
    heads: Vec<u32>,
    slots: Vec<Slot<T>>,
    free: Vec<u32>,
    seed: u64,
}

#[derive(Debug)]
struct Slot<T> {
    key: u64,
    next: u32,
    value: Option<T>,
}

/// The end of a chain.
const END: u32 = u32::MAX;

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { heads: Vec::new(), slots: Vec::new(), free: Vec::new(), seed: 0 }
    }
}

impl<T: Default> Table<T> {
    /// The value of `key`.
    pub(super) fn find(&mut self, key: u64) -> Option<&mut T> {
        let index = self.index(key)?;
        self.slots.get_mut(index as usize)?.value.as_mut()
    }

    /// The value of `key`, a new one if there is none.
    ///
    /// The first `seed` decides on the chains, so that nobody can choose names that share one.
    pub(super) fn enter(&mut self, key: u64, seed: u64) -> Option<&mut T> {
        if self.index(key).is_none() {
            if self.heads.is_empty() {
                self.seed = seed;
            }
            if self.slots.len() - self.free.len() >= self.heads.len() {
                self.grow();
            }
            let slot = Slot { key, next: END, value: Some(T::default()) };
            let index = self.free.pop().unwrap_or(self.slots.len() as u32);
            match self.slots.get_mut(index as usize) {
                Some(place) => *place = slot,
                None => self.slots.push(slot),
            }
            self.link(index);
        }
        self.find(key)
    }

    /// Drops the value of `key`.
    pub(super) fn remove(&mut self, key: u64) {
        let Some(index) = self.index(key) else { return };
        let Some(slot) = self.slots.get_mut(index as usize) else { return };
        slot.value = None;
        let next = slot.next;
        let before = self.before(key, index);
        let link = match before.and_then(|before| self.slots.get_mut(before as usize)) {
            Some(slot) => Some(&mut slot.next),
            None => {
                let chain = self.chain(key);
                self.heads.get_mut(chain)
            }
        };
        if let Some(link) = link {
            *link = next;
        }
        self.free.push(index);
    }

    /// How many values there are.
    pub(super) fn len(&self) -> usize {
        self.slots.len() - self.free.len()
    }

    fn index(&self, key: u64) -> Option<u32> {
        let mut index = *self.heads.get(self.chain(key))?;
        loop {
            let slot = self.slots.get(index as usize)?;
            if slot.key == key {
                return Some(index);
            }
            index = slot.next;
        }
    }

    /// The slot before `index` in its chain, unless it is the first.
    fn before(&self, key: u64, index: u32) -> Option<u32> {
        let mut before = *self.heads.get(self.chain(key))?;
        while before != index {
            let next = self.slots.get(before as usize)?.next;
            if next == index {
                return Some(before);
            }
            before = next;
        }
        None
    }

    /// The upper half of the product: every bit of the key has a part in it.
    fn chain(&self, key: u64) -> usize {
        let mixed = (key ^ self.seed).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed >> 32) as usize & self.heads.len().wrapping_sub(1)
    }

    fn link(&mut self, index: u32) {
        let Some(key) = self.slots.get(index as usize).map(|slot| slot.key) else { return };
        let chain = self.chain(key);
        let Some(head) = self.heads.get_mut(chain) else { return };
        let next = std::mem::replace(head, index);
        if let Some(slot) = self.slots.get_mut(index as usize) {
            slot.next = next;
        }
    }

    fn grow(&mut self) {
        const LEAST: usize = 16;
        let chains = (self.heads.len() * 2).max(LEAST);
        self.heads.clear();
        self.heads.resize(chains, END);
        for index in 0..self.slots.len() {
            if self.slots.get(index).is_some_and(|slot| slot.value.is_some()) {
                self.link(index as u32);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_agrees_with_the_librarys_map(
            steps in prop::collection::vec((any::<bool>(), 0_u64..300, any::<u32>()), 0..2000),
            seed in any::<u64>(),
        ) {
            let (mut table, mut expected) = (Table::<u32>::default(), BTreeMap::new());
            for (is_entry, key, value) in steps {
                let key = key << 40;
                prop_assert_eq!(table.find(key).copied(), expected.get(&key).copied());
                if is_entry {
                    *table.enter(key, seed).unwrap() = value;
                    expected.insert(key, value);
                } else {
                    table.remove(key);
                    expected.remove(&key);
                }
                prop_assert_eq!(table.len(), expected.len());
            }
            for (key, value) in expected {
                prop_assert_eq!(table.find(key).copied(), Some(value));
            }
        }
    }
}
