using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Kommo;

/// <summary>An error answer of the account.</summary>
internal sealed class ApiProblem(int status, JsonObject body) : Exception
{
    public int Status => status;

    public JsonObject Body => body;

    public static ApiProblem Of(int status, string title, string detail) => new(status, new()
    {
        ["title"] = title, ["type"] = $"https://httpstatus.es/{status}", ["status"] = status, ["detail"] = detail,
    });

    public static ApiProblem Unauthorized() => Of(401, "Unauthorized", "Token is invalid or expired");

    public static ApiProblem Bad(string detail) => Of(400, "Bad Request", detail);

    public static ApiProblem NotFound() => Of(404, "Not Found", "Resource not found");

    /// <param name="wrong">The entity, the field, and the reason.</param>
    public static ApiProblem Invalid(IEnumerable<(string RequestId, FieldError Error)> wrong)
    {
        var problem = Bad("Request validation failed");
        problem.Body["validation-errors"] = new JsonArray(
            [.. wrong.GroupBy(one => one.RequestId).Select(group => new JsonObject
        {
            ["request_id"] = group.Key,
            ["errors"] = new JsonArray([.. group.Select(one => one.Error.ToJson())]),
        })]);
        return problem;
    }
}
