using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Kommo;

/// <summary>A page of a list in the account's format, with a link to the next.</summary>
internal static class Pages
{
    private const int Largest = 250, Usual = 50;

    public static ApiAnswer Of(ApiCall call, string name, IReadOnlyList<JsonObject> all)
    {
        var (page, limit) = (call.Number("page", 1), call.Number("limit", Usual));
        if (page < 1 || limit is < 1 or > Largest)
            throw ApiProblem.Bad("page or limit is wrong.");
        var first = (page - 1) * limit;
        if (first >= all.Count)
            return ApiAnswer.Nothing();
        var links = new JsonObject { ["self"] = Link(call, page) };
        if (first + limit < all.Count)
            links["next"] = Link(call, page + 1);
        return ApiAnswer.Ok(new()
        {
            ["_page"] = page,
            ["_links"] = links,
            ["_embedded"] = new JsonObject
            {
                [name] = new JsonArray([.. all.Skip(first).Take(limit).Select(one => one.DeepClone())]),
            },
        });
    }

    private static JsonObject Link(ApiCall call, int page)
    {
        var query = call.Query.Where(pair => pair.Key != "page")
            .Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}");
        var path = string.Join('/', call.Path);
        return new() { ["href"] = $"{call.Address}/api/v4/{path}?{string.Join('&', query.Append($"page={page}"))}" };
    }
}
