using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>The response to a batch, split by entity.</summary>
internal sealed class KommoBatchAnswer(KommoRequest request, JsonElement json, string name)
{
    /// <summary>Assigns its part of the response to each entity.</summary>
    /// <returns>Whether some entities were refused by name.</returns>
    public bool Fill(List<int> indexes, KommoResult?[] results)
    {
        var blamed = Refuse(indexes, results, json.Items("validation-errors"), "validation-errors")
            | Refuse(indexes, results, json.Items("errors"), null);
        var done = json.Embedded(name);
        var rest = new Queue<JsonElement>();
        foreach (var entity in done)
        {
            if (IndexOf(entity, indexes) is { } index)
                results[index] ??= new(entity, null);
            else
                rest.Enqueue(entity);
        }
        // The response to updates lacks our number and has our order.
        foreach (var index in indexes.Where(index => results[index] is null && rest.Count > 0).ToList())
            results[index] = new(rest.Dequeue(), null);
        return blamed;
    }

    private bool Refuse(List<int> indexes, KommoResult?[] results, IEnumerable<JsonElement> errors, string? code)
    {
        var any = false;
        foreach (var error in errors)
        {
            if (IndexOf(error, indexes) is not { } index)
                continue;
            var problem = KommoProblem.Parse(error);
            var own = code ?? error.Text("code") ?? error.Text("status");
            results[index] = new(default,
                new(KommoRefusals.OfEntity(own), $"{request}: Kommo refused an entity: {problem.Text}")
                { Code = own, Fields = problem.Fields });
            any = true;
        }
        return any;
    }

    private static int? IndexOf(JsonElement part, List<int> indexes) =>
        int.TryParse(part.Text("request_id"), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && indexes.Contains(index)
            ? index : null;
}
