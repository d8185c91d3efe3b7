-- KEYS: list, leases. Returns the list's length, the size of its oldest entries, how many these are,
-- and the name of a batch whose lease has run out, or ''.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local oldest = redis.call('LRANGE', KEYS[1], 0, 9)
local bytes = 0
for _, entry in ipairs(oldest) do
  bytes = bytes + #entry
end
local expired = ''
local leases = redis.call('HGETALL', KEYS[2])
for i = 1, #leases, 2 do
  if tonumber(string.match(leases[i + 1], '^%d+')) <= now then
    expired = leases[i]
    break
  end
end
return {redis.call('LLEN', KEYS[1]), bytes, #oldest, expired}
