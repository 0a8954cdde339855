//! What the machine is that the figures are from.

use std::fs;

pub fn description() -> String {
    let cores = std::thread::available_parallelism().map_or(0, |cores| cores.get());
    let model = value("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown processor".to_owned());
    let memory = value("/proc/meminfo", "MemTotal")
        .and_then(|text| text.split_whitespace().next().and_then(|number| number.parse::<f64>().ok()))
        .map_or_else(|| "unknown".to_owned(), |kilobytes| format!("{:.0} GB", kilobytes / 1e6));
    let system = std::env::consts::OS;
    format!("{cores} cores of {model}, {memory} of memory, {system}; load before the run: {}.", load())
}

/// How many processes wanted to run in the last minute.
pub fn load() -> String {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split_whitespace().next().unwrap_or("unknown").to_owned()
}

fn value(file: &str, key: &str) -> Option<String> {
    let text = fs::read_to_string(file).unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with(key))?;
    line.split_once(':').map(|(_, value)| value.trim().to_owned())
}
