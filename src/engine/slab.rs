//! Values by a number that is never given to another one while anybody may still know it.

/// Values, each at a place of its own.
#[derive(Debug)]
pub(crate) struct Slab<T> {
    slots: Vec<Slot<T>>,
    free: Vec<u32>,
}

#[derive(Debug)]
struct Slot<T> {
    /// How often the place has been given away.
    turn: u32,
    value: Option<T>,
}

/// What a value is known by: its place, and the how manieth at that place it is. A whole number that JavaScript can hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Id(u64);

impl Id {
    const TURNS: u32 = 1 << 20;

    fn new(place: usize, turn: u32) -> Self {
        Self(u64::from(turn) << 32 | place as u64)
    }

    /// The number itself.
    pub fn number(self) -> u64 {
        self.0
    }

    /// The value of that number.
    pub fn of(number: f64) -> Self {
        Self(number as u64)
    }

    fn place(self) -> usize {
        self.0 as u32 as usize
    }
}

impl<T> Default for Slab<T> {
    fn default() -> Self {
        Self { slots: Vec::new(), free: Vec::new() }
    }
}

impl<T> Slab<T> {
    /// Keeps a value.
    pub(crate) fn insert(&mut self, value: T) -> Id {
        let place = self.free.pop().unwrap_or(self.slots.len() as u32) as usize;
        if place == self.slots.len() {
            self.slots.push(Slot { turn: 0, value: None });
        }
        match self.slots.get_mut(place) {
            Some(slot) => {
                slot.turn = (slot.turn + 1) % Id::TURNS;
                slot.value = Some(value);
                Id::new(place, slot.turn)
            }
            None => Id::default(),
        }
    }

    /// The value of that number, if it is still there.
    pub(crate) fn get_mut(&mut self, id: Id) -> Option<&mut T> {
        let slot = self.slots.get_mut(id.place())?;
        if Id::new(id.place(), slot.turn) == id { slot.value.as_mut() } else { None }
    }

    /// The value of that number, for those who do not change it.
    pub(crate) fn get(&self, id: Id) -> Option<&T> {
        let slot = self.slots.get(id.place())?;
        if Id::new(id.place(), slot.turn) == id { slot.value.as_ref() } else { None }
    }

    /// Lets a value go.
    pub(crate) fn remove(&mut self, id: Id) -> Option<T> {
        self.get_mut(id)?;
        self.free.push(id.place() as u32);
        self.slots.get_mut(id.place())?.value.take()
    }

    /// What stands at a place, whoever knows it; places go round.
    pub(super) fn at(&self, place: usize) -> Option<(Id, &T)> {
        let place = place % self.slots.len().max(1);
        let slot = self.slots.get(place)?;
        Some((Id::new(place, slot.turn), slot.value.as_ref()?))
    }

    /// How many values there are.
    pub(super) fn len(&self) -> usize {
        self.slots.len() - self.free.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slab_a_number_is_not_given_twice() {
        let mut slab = Slab::default();
        let first = slab.insert("a");
        assert_eq!(slab.get_mut(first).copied(), Some("a"));
        assert_eq!(slab.remove(first), Some("a"));
        let second = slab.insert("b");
        assert_ne!(first, second);
        assert!(slab.get_mut(first).is_none() && slab.remove(first).is_none());
        assert_eq!(Id::of(second.number() as f64), second);
        assert_eq!((slab.len(), slab.at(7)), (1, Some((second, &"b"))));
    }
}
