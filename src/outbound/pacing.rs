//! Which request comes next: one at a time for a host, with a pause behind each.

use std::collections::BTreeMap;
use std::collections::VecDeque;
use std::time::Duration;

/// The requests that wait, by host. All times are since the start of the run.
#[derive(Debug, Default)]
pub struct Plan {
    pace: Duration,
    hosts: BTreeMap<String, Host>,
}

#[derive(Debug, Default)]
struct Host {
    /// A request is under way.
    is_busy: bool,
    /// Until then it is left alone.
    rests_until: Duration,
    /// Visits whose next request goes to this host, and the time before which it does not.
    waiting: VecDeque<(usize, Duration)>,
}

/// What a worker does next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Turn {
    /// The next request of this visit, to this host, which is busy from now on.
    Start(usize, String),
    /// To wait so long; or until another request ends.
    Wait(Duration),
    /// To wait until another request ends.
    WaitForOthers,
    /// Nothing is left.
    Finished,
}

impl Plan {
    /// A plan with a pause of at least `pace` between the end of a request and the next to the same host.
    pub fn new(pace: Duration) -> Self {
        Self { pace, hosts: BTreeMap::new() }
    }

    /// A visit that is to begin.
    pub fn add(&mut self, host: &str, visit: usize) {
        self.host(host).waiting.push_back((visit, Duration::ZERO));
    }

    /// A visit that goes on, before any other of the host begins, though not before that time.
    pub fn go_on(&mut self, host: &str, visit: usize, not_before: Duration) {
        self.host(host).waiting.push_front((visit, not_before));
    }

    fn host(&mut self, host: &str) -> &mut Host {
        self.hosts.entry(host.to_owned()).or_default()
    }

    /// What comes next. Of several hosts, that with the most to be asked: it takes the longest.
    pub fn turn(&mut self, now: Duration) -> Turn {
        let mut ready: Option<(&String, &mut Host)> = None;
        let mut next = None;
        let mut is_busy = false;
        for (name, host) in &mut self.hosts {
            is_busy |= host.is_busy;
            let Some(due) = host.due().filter(|_| !host.is_busy) else { continue };
            if due > now {
                next = Some(next.map_or(due, |next: Duration| next.min(due)));
            } else if ready.as_ref().is_none_or(|(_, best)| best.waiting.len() < host.waiting.len()) {
                ready = Some((name, host));
            }
        }
        if let Some((name, host)) = ready {
            let first = host.waiting.iter().position(|(_, not_before)| *not_before <= now).unwrap_or(0);
            if let Some((visit, _)) = host.waiting.remove(first) {
                host.is_busy = true;
                return Turn::Start(visit, name.clone());
            }
        }
        match next {
            Some(due) => Turn::Wait(due.saturating_sub(now)),
            None if is_busy => Turn::WaitForOthers,
            None => Turn::Finished,
        }
    }

    /// A request has ended; the host is left alone for at least `rest`.
    pub fn end(&mut self, host: &str, now: Duration, rest: Duration) {
        let pace = self.pace;
        let host = self.host(host);
        host.is_busy = false;
        host.rests_until = now + rest.max(pace);
    }

    /// Takes out all visits that wait for a host.
    pub fn close(&mut self, host: &str) -> Vec<usize> {
        self.host(host).waiting.drain(..).map(|(visit, _)| visit).collect()
    }
}

impl Host {
    /// When its next request may begin.
    fn due(&self) -> Option<Duration> {
        let first = self.waiting.iter().map(|(_, not_before)| *not_before).min()?;
        Some(first.max(self.rests_until))
    }
}

#[cfg(test)]
mod tests {
    use super::Plan;
    use super::Turn;
    use proptest::prelude::Just;
    use proptest::prelude::Strategy;
    use proptest::prelude::any;
    use proptest::prop_oneof;
    use proptest::proptest;
    use std::collections::BTreeMap;
    use std::time::Duration;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_host_is_asked_one_thing_at_a_time() {
        let mut plan = Plan::new(SECOND);
        plan.add("a.example", 0);
        plan.add("a.example", 1);
        plan.add("b.example", 2);
        assert_eq!(plan.turn(Duration::ZERO), Turn::Start(0, "a.example".to_owned()));
        assert_eq!(plan.turn(Duration::ZERO), Turn::Start(2, "b.example".to_owned()));
        assert_eq!(plan.turn(Duration::ZERO), Turn::WaitForOthers);
        plan.end("a.example", SECOND, Duration::ZERO);
        plan.go_on("a.example", 0, Duration::ZERO);
        assert_eq!(plan.turn(SECOND), Turn::Wait(SECOND));
        assert_eq!(plan.turn(2 * SECOND), Turn::Start(0, "a.example".to_owned()));
        plan.end("a.example", 2 * SECOND, 30 * SECOND);
        assert_eq!(plan.turn(3 * SECOND), Turn::Wait(29 * SECOND));
        plan.end("b.example", 3 * SECOND, Duration::ZERO);
        assert_eq!(plan.close("a.example"), [1]);
        assert_eq!(plan.turn(3 * SECOND), Turn::Finished);
    }

    /// What happens in a run: a visit is added, time passes, a request ends and its visit goes on or is over.
    #[derive(Debug, Clone)]
    enum Event {
        Add(u8),
        Pass(u8),
        Turn,
        End(u8, bool, u8),
    }

    fn events() -> impl Strategy<Value = Vec<Event>> {
        let event = prop_oneof![
            (0..4_u8).prop_map(Event::Add),
            (0..30_u8).prop_map(Event::Pass),
            Just(Event::Turn),
            Just(Event::Turn),
            (0..4_u8, any::<bool>(), 0..40_u8)
                .prop_map(|(host, goes_on, rest)| Event::End(host, goes_on, rest)),
        ];
        proptest::collection::vec(event, 0..120)
    }

    proptest! {
        #[test]
        fn requests_to_a_host_never_overlap_and_keep_their_distance(events in events()) {
            let pace = Duration::from_millis(10);
            let mut plan = Plan::new(pace);
            let (mut now, mut added, mut begun) = (Duration::ZERO, 0, 0);
            let mut running: BTreeMap<String, usize> = BTreeMap::new();
            let mut rests: BTreeMap<String, Duration> = BTreeMap::new();
            for event in events {
                match event {
                    Event::Add(host) => {
                        plan.add(&host.to_string(), added);
                        added += 1;
                    }
                    Event::Pass(time) => now += Duration::from_millis(time.into()),
                    Event::Turn => if let Turn::Start(visit, host) = plan.turn(now) {
                        assert!(running.insert(host.clone(), visit).is_none(), "two at a time");
                        assert!(rests.get(&host).is_none_or(|rest| *rest <= now), "too early");
                        begun += 1;
                    },
                    Event::End(host, goes_on, rest) => {
                        let Some(visit) = running.remove(&host.to_string()) else { continue };
                        let rest = Duration::from_millis(rest.into());
                        plan.end(&host.to_string(), now, rest);
                        rests.insert(host.to_string(), now + pace.max(rest));
                        if goes_on {
                            plan.go_on(&host.to_string(), visit, now);
                            begun -= 1;
                        }
                    }
                }
            }
            // All that waits is begun in the end, once.
            loop {
                match plan.turn(now) {
                    Turn::Start(_, host) => {
                        begun += 1;
                        plan.end(&host, now, Duration::ZERO);
                    }
                    Turn::Wait(time) => now += time,
                    Turn::WaitForOthers => for (host, _) in std::mem::take(&mut running) {
                        plan.end(&host, now, Duration::ZERO);
                    },
                    Turn::Finished => break,
                }
            }
            assert_eq!(begun, added);
        }
    }
}
