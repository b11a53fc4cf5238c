namespace Itgrix.Runtime.Hooks.Csx;

/// <summary>Words of PHP, and what is written in C# in their place.</summary>
internal static class PhpWords
{
    private static readonly Dictionary<string, string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["params"] = "the input is In, and Params with the names of its JSON: In.Phone, Params[\"phone\"].",
        ["input"] = "the input is In, with its fields: In.Phone.",
        ["in"] = "the input is In, with a capital I.",
        ["this"] = "the input is In.",
        ["array"] = "a list is: string[] list = [\"a\", \"b\"];",
        ["echo"] = "a line for the log is Log.Info(\"text\");",
        ["print_r"] = "a line for the log is Log.Info($\"{value}\");",
        ["var_dump"] = "a line for the log is Log.Info($\"{value}\");",
        ["error_log"] = "a line for the log is Log.Info(\"text\");",
        ["function"] = "a function names its types: string Cut(string phone) { return phone[^10..]; }",
        ["elseif"] = "write else if.",
        ["isset"] = "compare with null: if (value != null).",
        ["empty"] = "write string.IsNullOrEmpty(value).",
        ["is_null"] = "compare with null: value == null.",
        ["in_array"] = "write list.Contains(value).",
        ["array_key_exists"] = "write table.ContainsKey(key).",
        ["count"] = "write list.Length, of a List list.Count.",
        ["strlen"] = "write text.Length.",
        ["substr"] = "write text[start..], of the last ten text[^10..].",
        ["strpos"] = "write text.IndexOf(\"part\") or text.Contains(\"part\").",
        ["str_replace"] = "write text.Replace(\"old\", \"new\").",
        ["strtolower"] = "write text.ToLowerInvariant().",
        ["strtoupper"] = "write text.ToUpperInvariant().",
        ["trim"] = "write text.Trim().",
        ["explode"] = "write text.Split(',').",
        ["implode"] = "write string.Join(\", \", list).",
        ["preg_match"] = "write System.Text.RegularExpressions.Regex.IsMatch(text, @\"^\\d+$\").",
        ["preg_replace"] = "write System.Text.RegularExpressions.Regex.Replace(text, @\"\\D\", \"\").",
        ["date"] = "write DateTime.Now.ToString(\"yyyy-MM-dd HH:mm:ss\").",
        ["time"] = "write DateTimeOffset.UtcNow.ToUnixTimeSeconds().",
        ["strtotime"] = "write DateTime.Parse(text).",
        ["intval"] = "write int.Parse(text) or int.TryParse(text, out var number).",
        ["json_encode"] = "write Newtonsoft.Json.JsonConvert.SerializeObject(value).",
        ["json_decode"] = "write Newtonsoft.Json.Linq.JObject.Parse(text).",
        ["file_get_contents"] = "write File.ReadAllText(path), of an address await http.GetStringAsync(url).",
        ["file_put_contents"] = "write File.AppendAllText(path, text).",
        ["basename"] = "write Path.GetFileName(path).",
        ["sprintf"] = "write $\"{value}\".",
        ["curl_init"] = "write using var http = new System.Net.Http.HttpClient();",
        ["result"] = "return the reply: return Register(); or return Ignore();",
    };

    // Case matters in C#, and these are words of it otherwise.
    private static readonly Dictionary<string, string> Values = new()
    {
        ["NULL"] = "write null.", ["Null"] = "write null.", ["TRUE"] = "write true.", ["True"] = "write true.",
        ["FALSE"] = "write false.", ["False"] = "write false.",
    };

    public static string? Find(string name) => Values.GetValueOrDefault(name) ?? Known.GetValueOrDefault(name);
}
