use std::collections::BTreeMap;
use std::sync::Condvar;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::mpsc::channel;

/// Portions of work that may be under way for each thread: one that it works on, and one that waits for its turn.
const AHEAD: usize = 2;

/// Runs `work` on what `read` gives, by several threads, and hands the results to `take` in the order of the reading.
///
/// `read` fills a piece of storage that `take` gives back: so no more than a few pieces are ever there.
/// It is called by one thread at a time; after `None` it is not called again. An error of `take` ends it all.
pub(in crate::deals) fn in_order<Storage, Read, Done, State, E>(
    threads: usize,
    read: impl FnMut(Storage) -> Option<Read> + Send,
    begin: impl Fn() -> State + Sync,
    work: impl Fn(&mut State, Read) -> Done + Sync,
    mut take: impl FnMut(Done) -> Result<Storage, E>,
) -> Result<(), E>
where
    Storage: Default + Send,
    Read: Send,
    Done: Send,
{
    let mut read = read;
    if threads <= 1 {
        let mut state = begin();
        let mut storage = Storage::default();
        while let Some(portion) = read(storage) {
            storage = take(work(&mut state, portion))?;
        }
        return Ok(());
    }
    let pool = Pool::new(threads * AHEAD);
    let source = Mutex::new(Source { read, next: 0, is_done: false });
    let (send, receive) = channel();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let (send, pool, source, begin, work) = (send.clone(), &pool, &source, &begin, &work);
            scope.spawn(move || {
                let mut state = begin();
                while let Some((number, portion)) = pool.get().and_then(|storage| lock(source).next(storage)) {
                    if send.send((number, work(&mut state, portion))).is_err() {
                        break;
                    }
                }
                pool.close();
            });
        }
        drop(send);
        let mut waiting = BTreeMap::new();
        let mut next = 0_u64;
        let mut result = Ok(());
        for (number, done) in receive {
            waiting.insert(number, done);
            while let Some(done) = waiting.remove(&next) {
                next += 1;
                if result.is_ok() {
                    match take(done) {
                        Ok(storage) => pool.put(storage),
                        Err(error) => {
                            result = Err(error);
                            pool.close();
                        }
                    }
                }
            }
        }
        result
    })
}

/// Where the portions come from.
struct Source<R> {
    read: R,
    next: u64,
    is_done: bool,
}

impl<R> Source<R> {
    fn next<Storage, Read>(&mut self, storage: Storage) -> Option<(u64, Read)>
    where
        R: FnMut(Storage) -> Option<Read>,
    {
        if self.is_done {
            return None;
        }
        let Some(portion) = (self.read)(storage) else {
            self.is_done = true;
            return None;
        };
        let number = self.next;
        self.next += 1;
        Some((number, portion))
    }
}

/// Storage that is not in use.
struct Pool<S> {
    /// `None` once there is nothing to read any more.
    free: Mutex<Option<Vec<S>>>,
    changed: Condvar,
}

impl<S: Default> Pool<S> {
    fn new(size: usize) -> Pool<S> {
        let free = std::iter::repeat_with(S::default).take(size).collect();
        Pool { free: Mutex::new(Some(free)), changed: Condvar::new() }
    }

    /// Waits for a piece; `None` where none is needed any more.
    fn get(&self) -> Option<S> {
        let mut free = lock(&self.free);
        loop {
            match free.as_mut()?.pop() {
                Some(storage) => return Some(storage),
                None => free = self.changed.wait(free).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }

    fn put(&self, storage: S) {
        if let Some(free) = lock(&self.free).as_mut() {
            free.push(storage);
        }
        self.changed.notify_one();
    }

    fn close(&self) {
        *lock(&self.free) = None;
        self.changed.notify_all();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
