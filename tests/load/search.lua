-- Searches with snippets and five facets, one after the other.
local words = {"oil", "trade", "japan", "war", "iran", "ship", "attack", "dollar", "talks", "missile",
               "government", "kyiv", "army", "price", "police", "president", "killed", "drone"}
local n = 0
request = function()
    n = n + 1
    local q = words[n % #words + 1]
    if n % 3 == 0 then q = q .. "+" .. words[(n * 7) % #words + 1] end
    return wrk.format("GET", "/api/v1/search?q=" .. q .. "&facets=region,actor,source,event,date")
end
