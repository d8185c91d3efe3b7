-- KEYS: index of the attempts by time, recipients of the attempt. ARGV: seconds to keep, attempt. Returns the
-- recipients.
local at = redis.call('ZSCORE', KEYS[1], ARGV[2])
if not at or tonumber(at) < redis.call('TIME')[1] - ARGV[1] then return {} end
return redis.call('SMEMBERS', KEYS[2])
