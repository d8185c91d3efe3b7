-- Requests for the paths of a file, in turn; one line of figures at the end.
local requests = {}
local at = 0
local pause = tonumber(os.getenv("BENCH_PAUSE_MS") or "0")

function init(_)
  for path in io.lines(os.getenv("BENCH_PATHS")) do
    requests[#requests + 1] = wrk.format("GET", path)
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

if pause > 0 then
  function delay()
    return pause
  end
end

function done(summary, latency, _)
  local errors = summary.errors
  io.write(string.format("figures %d %d %d %d %d\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
