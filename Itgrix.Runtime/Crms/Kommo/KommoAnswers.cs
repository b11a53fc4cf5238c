using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>Interprets responses; <see cref="KommoRefusals"/> has the meaning of a refusal.</summary>
internal static class KommoAnswers
{
    private static readonly JsonElement Nothing = JsonDocument.Parse("{}").RootElement;

    /// <summary>The response's object, empty for "nothing found" (204).</summary>
    /// <exception cref="CrmException">The request failed, or the response is not valid.</exception>
    public static JsonElement Read(KommoRequest request, HttpAnswer answer)
    {
        if ((int)answer.Status is < 200 or >= 300)
            throw Failure(request, answer);
        if (answer.Body is not { } body)
            throw new CrmException(CrmFailure.TooLarge, $"{request}: the answer exceeds the maximum size.");
        if ((int)answer.Status == 204 || body.Length == 0 && request.Changes)
            return Nothing;
        return answer.Json() ?? throw new CrmException(CrmFailure.Broken,
            $"{request}: Kommo answered {(int)answer.Status}, but with no JSON object: {answer.Beginning()}");
    }

    public static CrmException Failure(KommoRequest request, HttpAnswer answer)
    {
        var problem = KommoProblem.Parse(answer);
        var status = (int)answer.Status;
        var (failure, advice) = KommoRefusals.Of(answer, problem);
        return new(failure, $"{request}: Kommo answered {status}: {problem.Text}{advice}")
        {
            Code = problem.Code ?? status.ToString(),
            Detail = problem.Text,
            Fields = problem.Fields,
        };
    }
}
