using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Itgrix.Runtime.Http;

/// <summary>Maps routes to handlers that return the answer.</summary>
internal static class AnswerRoute
{
    public static IEndpointConventionBuilder MapAnswer<TAnswer>(
        this IEndpointRouteBuilder routes, string path, IEnumerable<string> methods,
        Func<HttpContext, Task<TAnswer>> answer) where TAnswer : IResult =>
        routes.MapMethods(path, methods, async context => await (await answer(context)).ExecuteAsync(context));
}
