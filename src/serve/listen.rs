//! Where the preview listens: the port that was asked for, or the next free one.

use crate::load;
use std::io;
use std::net::IpAddr;
use std::net::TcpListener;

/// The port where nothing else is said.
pub const USUAL_PORT: u16 = 4210;

/// How many ports from the usual one on are tried.
const TRIES: u16 = 20;

/// Which port is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Port {
    /// This one and no other; 0 is any that is free.
    Exactly(u16),
    /// The usual one, or the next that is free.
    Usual,
}

/// Listens at an address of this machine.
///
/// # Errors
///
/// In words for a campaigner: the port is taken, or the machine has no such address.
pub fn listen(address: IpAddr, port: Port) -> Result<TcpListener, String> {
    let ports = match port {
        Port::Exactly(port) => port..=port,
        Port::Usual => USUAL_PORT..=USUAL_PORT + TRIES - 1,
    };
    for one in ports.clone() {
        match TcpListener::bind((address, one)) {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
            Err(error) => return Err(failed(address, one, &error)),
        }
    }
    Err(match port {
        Port::Exactly(port) => format!(
            "port {port} is taken by another program, perhaps by another preview: give another with `--port`, or leave `--port` out"
        ),
        Port::Usual => format!(
            "the ports {} to {} are all taken by other programs: give another with `--port`",
            ports.start(),
            ports.end()
        ),
    })
}

fn failed(address: IpAddr, port: u16, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::AddrNotAvailable => format!(
            "this machine does not have the address {address}: give one of its own with `--bind`, or leave `--bind` out"
        ),
        io::ErrorKind::PermissionDenied => {
            format!("only an administrator may use port {port}: give one of 1024 or above with `--port`")
        }
        _ => format!("cannot listen at {address}, port {port}: {}", load::os_words(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    #[test]
    fn a_taken_port_is_told_when_it_was_asked_for() {
        let here = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let first = listen(here, Port::Exactly(0)).expect("a free port");
        let taken = first.local_addr().expect("an address").port();
        let words = listen(here, Port::Exactly(taken)).expect_err("it is taken");
        assert!(words.starts_with(&format!("port {taken} is taken by another program")), "{words}");
    }

    #[test]
    fn the_next_free_port_is_used() {
        let here = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let first = listen(here, Port::Usual).expect("a free port");
        let second = listen(here, Port::Usual).expect("a free port");
        let port = |listener: &TcpListener| listener.local_addr().expect("an address").port();
        assert!(port(&first) >= USUAL_PORT && port(&second) > port(&first));
    }
}
