//! Asks the web: the only module that opens connections. It visits addresses, several hosts at once and each at its pace.

mod client;
mod kept;
mod published;

use crate::outbound::Closed;
use crate::outbound::Failure;
use crate::outbound::Manners;
use crate::outbound::Outcome;
use crate::outbound::Plan;
use crate::outbound::Reach;
use crate::outbound::Step;
use crate::outbound::Turn;
use crate::outbound::Visit;
use crate::outbound::host;
use client::Client;
use jiff::SignedDuration;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::sync::Condvar;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::mpsc;
use std::sync::mpsc::RecvTimeoutError;
use std::sync::mpsc::Sender;
use std::time::Duration;
use std::time::Instant;

pub use kept::KeptError;
pub use kept::read_kept;
pub use kept::write_kept;
pub use published::fetch_published;

/// So many hosts are asked at once.
const WORKERS: usize = 8;

/// So often somebody who waits for findings is told that there are none.
const TICK: Duration = Duration::from_secs(1);

/// How the web is asked.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// The pause between the end of a request to a host and the next one.
    pub pace: Duration,
    /// The time that a connection may take, the name's look-up included.
    pub connect: Duration,
    /// The time that a whole answer may take.
    pub whole: Duration,
    /// The wait before something is tried a second time.
    pub retry_wait: Duration,
    /// Which hosts may be asked.
    pub reach: Reach,
}

/// What happens while addresses are visited.
#[derive(Debug)]
pub enum Event {
    /// A host is being asked.
    Asking(String),
    /// The visit with this number is over; the moment when.
    Found(usize, Timestamp, Outcome),
    /// Nothing, for a second.
    Nothing,
}

/// Makes all visits, and tells of each when it is over. `now` is the moment at which this begins.
pub fn visit_all(visits: Vec<Visit>, settings: &Settings, now: Timestamp, tell: &mut dyn FnMut(Event)) {
    let workers = visits.len().min(WORKERS);
    let run = Run::new(visits, settings, now);
    let (events, told) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..workers {
            let (run, events) = (&run, events.clone());
            scope.spawn(move || work(run, &events));
        }
        drop(events);
        loop {
            match told.recv_timeout(TICK) {
                Ok(event) => tell(event),
                Err(RecvTimeoutError::Timeout) => tell(Event::Nothing),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    });
}

/// A run of visits, which the workers share.
struct Run {
    client: Client,
    manners: Manners,
    began: Instant,
    began_at: Timestamp,
    state: Mutex<RunState>,
    /// Something was planned or ended.
    changed: Condvar,
}

struct RunState {
    plan: Plan,
    /// Those that wait; one that is under way is with its worker.
    visits: Vec<Option<Visit>>,
    /// Hosts that are not asked any more.
    closed: BTreeMap<String, Closed>,
}

impl Run {
    fn new(visits: Vec<Visit>, settings: &Settings, now: Timestamp) -> Self {
        let mut plan = Plan::new(settings.pace);
        visits.iter().enumerate().for_each(|(index, visit)| plan.add(&host(&visit.at), index));
        let visits = visits.into_iter().map(Some).collect();
        Self {
            client: Client::new(settings),
            manners: Manners { retry_wait: settings.retry_wait, reach: settings.reach },
            began: Instant::now(),
            began_at: now,
            state: Mutex::new(RunState { plan, visits, closed: BTreeMap::new() }),
            changed: Condvar::new(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, RunState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> Timestamp {
        let passed = SignedDuration::try_from(self.began.elapsed()).unwrap_or_default();
        self.began_at.saturating_add(passed).unwrap_or(self.began_at)
    }
}

/// Makes one request after the other, of whatever visit is due.
fn work(run: &Run, events: &Sender<Event>) {
    let mut state = run.lock();
    loop {
        match state.plan.turn(run.began.elapsed()) {
            Turn::Finished => {
                run.changed.notify_all();
                return;
            }
            Turn::Wait(time) => {
                let waited = run.changed.wait_timeout(state, time.max(Duration::from_millis(1)));
                state = waited.unwrap_or_else(PoisonError::into_inner).0;
            }
            Turn::WaitForOthers => {
                state = run.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
            }
            Turn::Start(index, host) => {
                let visit = state.visits[index].take();
                drop(state);
                let answer = visit.map(|visit| {
                    let _ = events.send(Event::Asking(host.clone()));
                    // A fault of the client in one answer must not hold up all others.
                    let asked = catch_unwind(AssertUnwindSafe(|| run.client.ask(visit.method, &visit.at)));
                    (visit, asked.unwrap_or(Err(Failure::NotHttp)))
                });
                state = run.lock();
                if let Some((mut visit, answer)) = answer {
                    let step = visit.take(answer, run.manners, run.now());
                    let rest = state.take_step(run, events, (index, visit, step));
                    state.plan.end(&host, run.began.elapsed(), rest);
                }
                run.changed.notify_all();
            }
        }
    }
}

impl RunState {
    /// Plans what follows from an answer, and tells what is over. Returns how long the host that was asked is to be left
    /// alone.
    fn take_step(&mut self, run: &Run, events: &Sender<Event>, took: (usize, Visit, Step)) -> Duration {
        let (index, visit, step) = took;
        let tell = |index, outcome| {
            // Who no longer listens needs no telling.
            let _ = events.send(Event::Found(index, run.now(), outcome));
        };
        match step {
            Step::Ask(wait) => {
                let next = host(&visit.at);
                match self.closed.get(&next) {
                    Some(why) => tell(index, visit.give_up(why)),
                    None => {
                        self.visits[index] = Some(visit);
                        self.plan.go_on(&next, index, run.began.elapsed() + wait);
                    }
                }
                wait
            }
            Step::Done(outcome) => {
                if let Some(why) = outcome.closes.clone() {
                    let host = host(&visit.at);
                    for other in self.plan.close(&host) {
                        if let Some(visit) = self.visits[other].take() {
                            tell(other, visit.give_up(&why));
                        }
                    }
                    self.closed.insert(host, why);
                }
                tell(index, *outcome);
                Duration::ZERO
            }
        }
    }
}
