using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Kommo;

/// <summary>The response on the wire: JSON, a page, or nothing because the connection is cut (status 0).</summary>
internal sealed record ServedAnswer(int Status, JsonNode? Json, string? Page = null)
{
    public string? Location { get; init; }

    public bool IsDone { get; init; }

    public static ServedAnswer Cut { get; } = new(0, null);

    public static ServedAnswer Blocked { get; } = new(
        403, null, "<html><head><title>403 Forbidden</title></head><body>Forbidden</body></html>");

    public static ServedAnswer Of(ApiProblem problem) => new(problem.Status, problem.Body);

    public static ServedAnswer TooMany() => Of(ApiProblem.Of(429, "Too Many Requests", "Requests limit exceeded"));
}
