using System.Net;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>Sends several entities in one request, and assigns the parts of the response to them.</summary>
internal sealed class KommoBatch(KommoApiClient client, HttpMethod method, string path, string name)
{
    // The maximum is 250, but the vendor advises against more than 50.
    private const int MaxEntities = 50;

    public async Task<IReadOnlyList<KommoResult>> SendAsync(IReadOnlyList<JsonObject> entities, CancellationToken token)
    {
        var results = new KommoResult?[entities.Count];
        for (var first = 0; first < entities.Count; first += MaxEntities)
        {
            var indexes = Enumerable.Range(first, Math.Min(MaxEntities, entities.Count - first)).ToList();
            // One invalid entity fails the whole request: the others are sent again without those that the response
            // names; when it names none, each is sent alone.
            var left = await SendAsync(entities, indexes, results, token);
            if (left.Count > 0 && left.Count < indexes.Count)
                left = await SendAsync(entities, left, results, token);
            foreach (var index in left)
            {
                results[index] = null;
                await SendAsync(entities, [index], results, token);
            }
        }
        return results!;
    }

    /// <summary>Fills in the results.</summary>
    /// <returns>The entities that may have failed only because of others.</returns>
    private async Task<List<int>> SendAsync(
        IReadOnlyList<JsonObject> entities, List<int> indexes, KommoResult?[] results, CancellationToken token)
    {
        var request = new KommoRequest(
            method, path, new JsonArray([.. indexes.Select(index => Numbered(entities[index], index))]));
        try
        {
            var answer = await client.SendAsync(request, token);
            var json = answer.Json();
            if (json is null || !IsTaken(answer) && answer.Status != HttpStatusCode.BadRequest)
                json = KommoAnswers.Read(request, answer);
            var parts = new KommoBatchAnswer(request, json.Value, name);
            var blamed = parts.Fill(indexes, results);
            return indexes.FindAll(index => results[index] is null) is var left && IsTaken(answer)
                ? Missing(request, left, results)
                : blamed ? left : throw KommoAnswers.Failure(request, answer);
        }
        catch (CrmException error) when (indexes.Count > 1 && KommoRefusals.SplitsBatch(error))
        {
            return indexes.FindAll(index => results[index] is null);
        }
        catch (CrmException error)
        {
            foreach (var index in indexes)
                results[index] ??= new(default, error);
            return [];
        }
    }

    private static bool IsTaken(HttpAnswer answer) => (int)answer.Status is >= 200 and < 300;

    private static JsonNode Numbered(JsonObject entity, int index)
    {
        var copy = entity.DeepClone();
        copy["request_id"] = index.ToString();
        return copy;
    }

    private static List<int> Missing(KommoRequest request, List<int> left, KommoResult?[] results)
    {
        foreach (var index in left)
        {
            results[index] = new(default,
                new(CrmFailure.Broken, $"{request}: Kommo's answer lacks one of the entities."));
        }
        return [];
    }
}
