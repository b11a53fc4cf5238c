// What every hook loads: the hooks' own types, and Newtonsoft.Json for raw access.
#r "lib/Itgrix.Hooks.dll"
#r "lib/Newtonsoft.Json.dll"
